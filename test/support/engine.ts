import Docker from 'dockerode'
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

import { dockerdOf } from './engineOfSuite.ts'
import { rememberFirewall } from './firewall.ts'
import { inHubNamespace, type HubNames } from './hubNamespace.ts'

const run = promisify(execFile)

export interface EngineOptions {
	/** Lets the engine reach the stand-in for Docker Hub under Hub's own names. */
	readonly hub?: HubNames
	/** Where its data stays after it was stopped; a temporary folder that goes with it, if not given. */
	readonly folder?: string
	/** Containers reach the outside, and the outside their published ports: dockerd keeps rules in the firewall. */
	readonly outside?: boolean
	/** The name of the network namespace that it runs in, as on a machine of its own; this machine's if not given. */
	readonly networkNamespace?: string
}

/** `unix://…`: where an engine answers that has its data in a folder. */
export function socketIn(folder: string): string {
	return `unix://${join(folder, 'docker.sock')}`
}

let started = 0

/** An engine of one's own, apart from any other of this machine. */
export class TestEngine implements AsyncDisposable {
	readonly docker: Docker
	/** `unix://…`, as in DOCKER_HOST. */
	readonly host: string
	readonly #options: EngineOptions
	readonly #folder: string
	readonly #bridge: string
	/** Of the engines that this process started. */
	readonly #number: number
	#child: ChildProcess | undefined
	#restoreFirewall: (() => Promise<void>) | undefined

	private constructor(options: EngineOptions, folder: string) {
		this.#options = options
		this.#folder = folder
		// At most 15 characters are allowed.
		this.#number = started
		started += 1
		this.#bridge = `longsh${process.pid % 100_000}-${this.#number % 1000}`
		this.host = socketIn(folder)
		this.docker = new Docker({ socketPath: this.host.replace('unix://', '') })
	}

	/** Starts dockerd and waits until it listens. Needs root. */
	static async start(options: EngineOptions = {}): Promise<TestEngine> {
		// The path of a socket has 108 bytes at most.
		const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'longshore-')))
		await mkdir(folder, { recursive: true })
		const engine = new TestEngine(options, folder)
		try {
			if (options.outside && options.networkNamespace === undefined) engine.#restoreFirewall = await rememberFirewall()
			await engine.#makeBridge()
			await engine.resume()
			return engine
		} catch (error) {
			await engine.stop()
			throw error
		}
	}

	/** Whether it keeps images as containerd does, and pushes by its code. */
	async isContainerdStore(): Promise<boolean> {
		const { DriverStatus } = (await this.docker.info()) as { DriverStatus?: readonly (readonly string[])[] }
		return DriverStatus?.flat().includes('io.containerd.snapshotter.v1') ?? false
	}

	/**
	 * Ends dockerd and leaves its data, as when a machine is shut down.
	 *
	 * @param signal `SIGKILL`: as when it crashes.
	 */
	async suspend(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
		const child = this.#child
		this.#child = undefined
		if (!child || child.exitCode !== null) return
		const exited = once(child, 'exit')
		child.kill(signal)
		await exited
		if (signal === 'SIGKILL') await this.#killContainerd()
	}

	/** A crash takes all: a new dockerd can't go on with the old one's containerd. */
	async #killContainerd(): Promise<void> {
		const path = join(this.#folder, 'exec/containerd/containerd.pid')
		process.kill(Number(await readFile(path, 'utf8')), 'SIGKILL')
		// Where nobody takes leave of it, it would count as running.
		await rm(path)
	}

	/** Starts dockerd on the data that are there. */
	async resume(): Promise<void> {
		const words = [
			...['--data-root', join(this.#folder, 'data'), '--exec-root', join(this.#folder, 'exec')],
			...['--pidfile', join(this.#folder, 'pid'), '-H', this.host],
			...['--bridge', this.#bridge, '--default-address-pool', 'base=10.213.0.0/16,size=24'],
			...['--shutdown-timeout', '1'],
			// Nothing of it stays in the machine's firewall. Containers of one network reach each other all the same.
			...(this.#options.outside ? [] : [...closed, '--userland-proxy=false']),
		]
		const command = [...(await dockerdOf()), ...words]
		// What it mounts is gone with its last process.
		const [program = '', ...rest] = this.#options.hub
			? inHubNamespace(command, this.#options.hub)
			: [...inNamespace(this.#options), 'unshare', '--mount', ...command]
		this.#child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
		await listening(this.#child)
	}

	/** Removes all containers, volumes, networks; images stay. */
	async clear(): Promise<void> {
		const { docker } = this
		const containers = await docker.listContainers({ all: true })
		await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true }).catch(gone)))
		const networks = (await docker.listNetworks()).filter(({ Name }) => !['bridge', 'host', 'none'].includes(Name))
		await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove().catch(gone)))
		const { Volumes } = await docker.listVolumes()
		await Promise.all((Volumes ?? []).map(({ Name }) => docker.getVolume(Name).remove().catch(gone)))
	}

	/** Leaves the swarm with what joining made: the bridge by which its containers reach the machine. */
	async leaveSwarm(): Promise<void> {
		await this.docker.swarmLeave({ force: true })
		const bridge = this.docker.getNetwork('docker_gwbridge')
		await bridge.disconnect({ Container: 'gateway_ingress-sbox', Force: true }).catch(() => undefined)
		await bridge.remove().catch(gone)
	}

	/** Ends it with everything that it made. */
	async stop(): Promise<void> {
		// Data that shall stay are somebody's; others go with all that the engine made in the machine's network.
		if (this.#child?.exitCode === null && !this.#options.folder) await this.clear().catch(() => undefined)
		await this.suspend()
		await this.#ip('link', 'delete', this.#bridge).catch(() => undefined)
		await this.#restoreFirewall?.()
		if (!this.#options.folder) await rm(this.#folder, { recursive: true, force: true })
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.stop()
	}

	async #makeBridge(): Promise<void> {
		const third = (process.pid + this.#number * 31) % 250
		await this.#ip('link', 'add', this.#bridge, 'type', 'bridge')
		await this.#ip('address', 'add', `10.212.${third}.1/24`, 'dev', this.#bridge)
		await this.#ip('link', 'set', this.#bridge, 'up')
	}

	async #ip(...words: readonly string[]): Promise<void> {
		const { networkNamespace } = this.#options
		await run('ip', [...(networkNamespace === undefined ? [] : ['-n', networkNamespace]), ...words])
	}
}

function inNamespace({ networkNamespace }: EngineOptions): readonly string[] {
	return networkNamespace === undefined ? [] : ['nsenter', `--net=/run/netns/${networkNamespace}`]
}

const closed = ['--iptables=false', '--ip6tables=false', '--ip-masq=false', '--ip-forward=false']

/** What was to go is gone already, or is going. */
function gone(error: unknown): void {
	const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
	if (status !== 404 && status !== 409) throw error
}

async function listening(child: ChildProcess): Promise<void> {
	if (!child.stderr) throw new Error('The engine has no output.')
	const lines = createInterface({ input: child.stderr })
	const written: string[] = []
	const { promise, resolve, reject } = Promise.withResolvers<void>()
	lines.on('line', (line) => {
		if (written.length < 200) written.push(line)
		if (line.includes('API listen on')) resolve()
	})
	child.once('error', reject)
	child.once('exit', () => reject(new Error(`The engine ended:\n${written.join('\n')}`)))
	await promise
}
