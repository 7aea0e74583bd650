import { createPrivateKey, createPublicKey, sign, verify, X509Certificate, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'

import { makeSigningCertificate } from './certificates.ts'

type Claims = Readonly<Record<string, unknown>>

/** Signs and checks JSON Web Tokens (RFC 7519) with RS256, as Docker Hub does. */
export class HubSignature {
	/** Path of the PEM certificate, which a registry takes as its `rootcertbundle`. */
	readonly certificate: string
	readonly #key: KeyObject
	readonly #header: string

	private constructor(certificate: string, key: KeyObject, derCertificate: Buffer) {
		this.certificate = certificate
		this.#key = key
		this.#header = encode({ typ: 'JWT', alg: 'RS256', x5c: [derCertificate.toString('base64')] })
	}

	/** Makes a key and a certificate in this folder. */
	static async create(folder: string): Promise<HubSignature> {
		const { certificate, key } = await makeSigningCertificate(folder)
		const { raw } = new X509Certificate(await readFile(certificate))
		return new HubSignature(certificate, createPrivateKey(await readFile(key)), raw)
	}

	sign(claims: Claims): string {
		const signed = `${this.#header}.${encode(claims)}`
		return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), this.#key).toString('base64url')}`
	}

	/** The claims of a token that this key signed and that has not expired; otherwise undefined. */
	open(token: string): Claims | undefined {
		const [header = '', payload = '', signature = ''] = token.split('.')
		const signed = Buffer.from(`${header}.${payload}`)
		if (!verify('RSA-SHA256', signed, createPublicKey(this.#key), Buffer.from(signature, 'base64url'))) {
			return undefined
		}
		const claims: Claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
		return typeof claims['exp'] === 'number' && claims['exp'] > Date.now() / 1000 ? claims : undefined
	}
}

function encode(value: unknown): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url')
}
