/** What is wrong with a certificate, or with the other side's encryption as a whole. */
export type CertificateProblem = 'unknownAuthority' | 'expired' | 'wrongName' | 'plainHttp' | 'other'

const problems: readonly (readonly [RegExp, CertificateProblem])[] = [
	[/HTTP response to HTTPS client|wrong version number|WRONG_VERSION_NUMBER|packet length too long/i, 'plainHttp'],
	[/expired|not yet valid/i, 'expired'],
	[
		/altname|is valid for|cannot validate certificate for|not valid for any names|doesn't contain any IP SANs/i,
		'wrongName',
	],
	[/unknown authority|self.signed|unable to (?:verify|get)|SELF_SIGNED|UNABLE_TO/i, 'unknownAuthority'],
]

/** Tells certificate failures apart, by the words of Go's TLS (the engine's) and of Node's (this side's). */
export function certificateProblem(message: string): CertificateProblem {
	return problems.find(([words]) => words.test(message))?.[1] ?? 'other'
}

/** Where an engine on Linux looks for a registry's own authority; https://docs.docker.com/engine/security/certificates/ */
export function authorityPath(registry: string): string {
	return `/etc/docker/certs.d/${registry}/ca.crt`
}

/** Where Docker Desktop does, as it starts; it reads nothing at the path of an engine on Linux. */
export function desktopAuthorityPath(registry: string): string {
	return `~/.docker/certs.d/${registry}/ca.crt`
}

/** Shell commands, for where the engine runs, that make one on Linux trust a registry's authority; nothing needs a restart. */
export function trustCommands(registry: string): string {
	const path = authorityPath(registry)
	return `sudo mkdir -p ${path.slice(0, path.lastIndexOf('/'))}\nsudo cp ca.crt ${path}\n`
}
