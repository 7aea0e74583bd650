import dns from 'node:dns'
import { readFile } from 'node:fs/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

import type { HubNames } from './hubNamespace.ts'

/**
 * Lets this very process reach the stand-in for Docker Hub under Hub's own names, as `inHubNamespace` does for others.
 * Disposing it puts names and trust back.
 */
export async function reachHub({ hosts, certificateBundle }: HubNames): Promise<Disposable> {
	const plain = dns.lookup
	const trusted = getCACertificates('default')
	const byHubNames = (name: string, ...rest: unknown[]) =>
		Reflect.apply(plain, dns, [hosts[name] ?? name, ...rest]) as unknown
	dns.lookup = Object.assign(byHubNames, plain) as typeof dns.lookup
	setDefaultCACertificates([...trusted, await readFile(certificateBundle, 'utf8')])
	return {
		[Symbol.dispose]: () => {
			dns.lookup = plain
			setDefaultCACertificates(trusted)
		},
	}
}
