import type Docker from 'dockerode'
import type { Browser } from 'playwright-core'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'

import { Workbench } from '../e2e/workbench.ts'
import { startBrowser } from '../support/browser.ts'
import { root, startCodeServer, type CodeServer } from '../support/codeServer.ts'
import { TestEngine } from '../support/engine.ts'
import { readyMadeCode } from './readyMade.ts'

const run = promisify(execFile)

/** Where everything is measured: an engine of its own, and VS Code with the package installed. */
export interface Place extends AsyncDisposable {
	readonly engine: TestEngine
	/** The package that was made for this run. */
	readonly vsix: string
	/** A fresh window, its extension host included, with its views out of sight. The server is started at first. */
	openWindow(): Promise<Workbench>
	/** The same, on a server of its own that finds its engine elsewhere. Close the place to end it. */
	openWindowOn(host: string): Promise<Workbench>
	/** A fresh window with an extension in its place that shows so many ready-made lines of volumes, and nothing else. */
	openReadyMadeWindow(count: number): Promise<Workbench>
	/** Time of a whole process of the docker CLI; ms. */
	timeDocker(...words: readonly string[]): Promise<number>
}

export async function openPlace(): Promise<Place> {
	await using opened = new AsyncDisposableStack()
	const folder = await mkdtemp(join(tmpdir(), 'longshore-bench-'))
	opened.defer(() => rm(folder, { recursive: true, force: true }))
	const vsix = join(folder, 'longshore.vsix')
	await run('npm', ['run', 'package', '--', '--out', vsix], { cwd: root })
	const engine = opened.use(await TestEngine.start())
	let browser: Promise<Browser> | undefined
	const servers = new Map<string, Promise<CodeServer>>()
	const all = opened.move()
	const openWindow = async (key: string, start: (dataFolder: string) => Promise<CodeServer>) => {
		browser ??= startBrowser().then((started) => all.adopt(started, () => started.close()))
		const server = servers.get(key) ?? start(join(folder, `vscode-${servers.size}`)).then((it) => all.use(it))
		servers.set(key, server)
		const workbench = await Workbench.open(await browser, (await server).url)
		await settled(workbench)
		return workbench
	}
	const openWindowOn = (host: string) =>
		openWindow(host, (dataFolder) => startCodeServer({ dataFolder, vsix, environment: { DOCKER_HOST: host } }))
	return {
		engine,
		vsix,
		openWindowOn,
		openWindow: () => openWindowOn(engine.host),
		openReadyMadeWindow: (count) =>
			openWindow(`${count} lines`, async (dataFolder) => {
				const server = await startCodeServer({ dataFolder, vsix })
				await writeFile(
					join(dataFolder, 'extensions/longshore.longshore-0.1.0/dist/extension.js'),
					readyMadeCode(count),
				)
				return server
			}),
		timeDocker: async (...words) => {
			const started = performance.now()
			await run('docker', words, { env: { ...process.env, DOCKER_HOST: engine.host }, maxBuffer: 2 ** 26 })
			return performance.now() - started
		},
		[Symbol.asyncDispose]: () => all.disposeAsync(),
	}
}

/** The extension host is there, and VS Code's own start is over. */
async function settled({ page }: Workbench): Promise<void> {
	await page.locator('.activitybar [aria-label^="Longshore"]').first().waitFor({ timeout: 60_000 })
	await page.waitForTimeout(4_000)
}

/** Makes volumes until there are so many. */
export async function haveVolumes(docker: Docker, count: number): Promise<void> {
	const { Volumes } = await docker.listVolumes()
	const names = Array.from({ length: count }, (_, index) => `volume${String(index).padStart(5, '0')}`)
	await eachOf(names.slice(Volumes?.length ?? 0), (Name) => docker.createVolume({ Name }))
}

/** Makes images, each with an id of its own and nothing in it, until there are so many. */
export async function haveImages(docker: Docker, count: number): Promise<void> {
	const there = (await docker.listImages()).length
	const numbers = Array.from({ length: count }, (_, index) => index).slice(there)
	await eachOf(numbers, async (number) => {
		const emptyTar = Readable.from([Buffer.alloc(1024)])
		const reply = await docker.importImage(emptyTar, { repo: `bench/image${number}`, tag: '1' })
		for await (const chunk of reply) void chunk
	})
}

/** Some at a time: an engine that is asked for all at once refuses. */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
	const left = items.values()
	const worker = async () => {
		for (const item of left) await work(item)
	}
	await Promise.all(Array.from({ length: 8 }, worker))
}
