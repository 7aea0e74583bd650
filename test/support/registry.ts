import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

import { makeCertificates, type Certificates } from './certificates.ts'
import { registryConfiguration, type RegistryAuthentication } from './registryConfiguration.ts'

const run = promisify(execFile)

/** Who may use the registry; without `account` or `authentication` everyone may. */
export interface RegistryOptions {
	readonly account?: { readonly name: string; readonly secret: string }
	/** Takes the place of `account`, for a token service in front. */
	readonly authentication?: RegistryAuthentication
	/**
	 * HTTPS with a certificate of a test authority for `host` and these names.
	 * The engine does not check certificates of 127.0.0.0/8: for that, listen on an address outside it.
	 */
	readonly tls?: { readonly names: readonly string[] }
	/** The address to listen on; 127.0.0.1 if not given. */
	readonly host?: string
}

/** A running registry of one's own. */
export interface Registry extends AsyncDisposable {
	/** `address:port`, which is also the first part of its images' references. */
	readonly address: string
	/** Where TLS was asked for. */
	readonly certificates: Certificates | undefined
	/** Ends the process and removes what it stored. */
	stop(): Promise<void>
}

/**
 * Starts Debian's docker-registry (distribution 2.8) on a free port with an empty storage of its own.
 * @throws when the program is missing or ends before it listens, with what it wrote
 */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
	const folder = await mkdtemp(join(tmpdir(), 'longshore-registry-'))
	try {
		const host = options.host ?? '127.0.0.1'
		const certificates = options.tls && (await makeCertificates(folder, [host, ...options.tls.names]))
		const storage = join(folder, 'storage')
		await mkdir(storage)
		const configuration = join(folder, 'config.yml')
		const authentication = await authenticationOf(options, folder)
		const text = registryConfiguration({
			storage,
			listen: `${host}:0`,
			authentication,
			...(certificates === undefined ? {} : { tls: certificates }),
		})
		await writeFile(configuration, text)
		const child = serve(configuration)
		const stop = async () => {
			await end(child)
			await rm(folder, { recursive: true, force: true })
		}
		return { address: await listening(child), certificates, stop, [Symbol.asyncDispose]: stop }
	} catch (error) {
		await rm(folder, { recursive: true, force: true })
		throw error
	}
}

async function authenticationOf(options: RegistryOptions, folder: string): Promise<RegistryAuthentication> {
	if (options.authentication !== undefined) {
		return options.authentication
	}
	if (options.account === undefined) {
		return { kind: 'none' }
	}
	const path = join(folder, 'htpasswd')
	const { stdout } = await run('htpasswd', ['-nbB', options.account.name, options.account.secret])
	await writeFile(path, stdout)
	return { kind: 'htpasswd', path }
}

function serve(configuration: string): ChildProcess {
	// With a death signal no registry outlives a test run that was killed.
	const command = ['--pdeathsig', 'KILL', 'docker-registry', 'serve', configuration]
	return spawn('setpriv', command, { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Waits for the line of its log that names the port; distribution has no other way to tell it. */
async function listening(child: ChildProcess): Promise<string> {
	const written: string[] = []
	if (child.stderr === null) {
		throw new Error('The registry was started without a pipe for its log')
	}
	const lines = createInterface({ input: child.stderr })
	const address = new Promise<string>((resolve, reject) => {
		lines.on('line', (line) => {
			const found = /msg="listening on ([^",]+)/.exec(line)?.[1]
			if (found === undefined) {
				written.push(line)
			} else {
				written.length = 0
				resolve(found)
			}
		})
		lines.once('close', () => reject(new Error(`The registry ended before it listened:\n${written.join('\n')}`)))
		child.once('error', (error) => reject(new Error('docker-registry could not be started', { cause: error })))
	})
	return address
}

async function end(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		const exited = once(child, 'exit')
		child.kill('SIGTERM')
		await exited
	}
}
