import { execFile } from 'node:child_process'
import { writeFile, readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { getCACertificates } from 'node:tls'
import { promisify } from 'node:util'

const run = promisify(execFile)

const validDays = '30'
const ellipticKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']

/** Paths of a test authority and of a server certificate that it signed; all PEM. */
export interface Certificates {
	/** The test authority alone, as `certs.d/<registry>/ca.crt` takes it. */
	readonly authority: string
	readonly certificate: string
	readonly key: string
	/** The system's authorities and the test one, for `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS`. */
	readonly bundle: string
}

/**
 * Makes a test authority and a server certificate for these DNS names and IP addresses, in this folder.
 * @throws when `openssl` (a dependency of Debian's ca-certificates) is missing
 */
export async function makeCertificates(folder: string, names: readonly string[]): Promise<Certificates> {
	const authority = join(folder, 'authority.pem')
	const authorityKey = join(folder, 'authority.key')
	const certificate = join(folder, 'server.pem')
	const key = join(folder, 'server.key')
	const bundle = join(folder, 'bundle.pem')
	await selfSigned(authority, authorityKey, '/CN=Longshore test authority', ellipticKey, [
		'basicConstraints=critical,CA:TRUE',
		'keyUsage=critical,keyCertSign,cRLSign',
	])
	const alternatives = names.map((name) => (isIP(name) === 0 ? `DNS:${name}` : `IP:${name}`)).join(',')
	await selfSigned(
		certificate,
		key,
		`/CN=Longshore test server`,
		[...ellipticKey, '-CA', authority, '-CAkey', authorityKey],
		[
			`subjectAltName=${alternatives}`,
			'basicConstraints=critical,CA:FALSE',
			'extendedKeyUsage=serverAuth',
			'keyUsage=critical,digitalSignature',
		],
	)
	await writeFile(bundle, [...getCACertificates('system'), await readFile(authority, 'utf8')].join('\n'))
	return { authority, certificate, key, bundle }
}

/** Makes an RSA key and a certificate of its own in this folder, with which a token service signs (RS256). */
export async function makeSigningCertificate(folder: string): Promise<{ certificate: string; key: string }> {
	const certificate = join(folder, 'token.pem')
	const key = join(folder, 'token.key')
	await selfSigned(certificate, key, '/CN=Longshore test token service', ['-newkey', 'rsa:2048'], [])
	return { certificate, key }
}

async function selfSigned(
	certificate: string,
	key: string,
	subject: string,
	options: readonly string[],
	extensions: readonly string[],
): Promise<void> {
	const added = extensions.flatMap((extension) => ['-addext', extension])
	const files = ['-keyout', key, '-out', certificate]
	await run('openssl', ['req', '-x509', '-nodes', '-days', validDays, '-subj', subject, ...options, ...files, ...added])
}
