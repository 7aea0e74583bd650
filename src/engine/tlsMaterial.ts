import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError, toEngineError } from './errors.ts'

/** What a TLS connection to an engine needs, as PEM texts. */
export interface TlsMaterial {
	/** Certificate authorities to trust; the system's own where absent. */
	readonly ca: string | undefined
	readonly cert: string | undefined
	readonly key: string | undefined
	/** Whether the engine's certificate is verified. */
	readonly verify: boolean
}

/**
 * Reads `ca.pem`, `cert.pem` and `key.pem` of a folder; each may be absent, as with the docker CLI.
 *
 * @throws {EngineError} `certificate` when one is there but can't be read.
 */
export async function readTlsMaterial(folder: string, verify: boolean): Promise<TlsMaterial> {
	const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map((file) => readPem(folder, file)))
	return { ca, cert, key, verify }
}

async function readPem(folder: string, file: string): Promise<string | undefined> {
	try {
		return await readFile(join(folder, file), 'utf8')
	} catch (error) {
		if (toEngineError(error).reason === 'unreachable') return undefined
		throw new EngineError('certificate', `${file} of ${folder} can't be read.`, { cause: error })
	}
}
