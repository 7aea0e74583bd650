import type { Browser } from 'playwright-core'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startBrowser } from '../support/browser.ts'
import { startCodeServer, type CodeServer } from '../support/codeServer.ts'
import { TestEngine } from '../support/engine.ts'
import { startHub, type Hub } from '../support/hub.ts'
import { inHubNamespace } from '../support/hubNamespace.ts'
import { makeShop } from '../support/scene.ts'
import { Workbench } from './workbench.ts'

export interface StageOptions {
	/** Docker Hub is wanted too. */
	readonly hub?: boolean
	/** Published ports are open on this machine. */
	readonly outside?: boolean
	/** What shall be on the engine; the three-service example if not given. */
	readonly scene?: (engine: TestEngine) => Promise<void>
	readonly settings?: Readonly<Record<string, unknown>>
	/** Of the extension; English if not given. */
	readonly language?: string
	/** The folder that is open; none if not given. */
	readonly workspace?: string
	/** Wraps VS Code's command. */
	readonly wrap?: (command: readonly string[]) => readonly string[]
	/** The package to install; the built parts of the extension if not given. */
	readonly vsix?: string
}

/** An engine, Docker Hub, VS Code with the extension, and a browser that shows it. */
export interface Stage extends AsyncDisposable {
	readonly engine: TestEngine
	readonly hub: Hub
	readonly workbench: Workbench
	/** Settings, state and logs of VS Code. */
	readonly dataFolder: string
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
	await using opened = new AsyncDisposableStack()
	const hub = options.hub ? opened.use(await startHub()) : undefined
	const { outside = false } = options
	const engine = opened.use(await TestEngine.start({ outside, ...(hub ? { hub } : {}) }))
	await (options.scene ?? (({ docker }) => makeShop(docker)))(engine)
	const dataFolder = await mkdtemp(join(tmpdir(), 'longshore-vscode-'))
	opened.defer(() => rm(dataFolder, { recursive: true, force: true }))
	const server: CodeServer = opened.use(
		await startCodeServer({
			dataFolder,
			environment: { DOCKER_HOST: engine.host },
			wrap: (command) => {
				const wrapped = options.wrap?.(command) ?? command
				return hub ? inHubNamespace(wrapped, hub) : wrapped
			},
			...(options.settings ? { settings: options.settings } : {}),
			...(options.vsix ? { vsix: options.vsix } : {}),
		}),
	)
	const browser: Browser = await startBrowser()
	opened.defer(() => browser.close())
	const page = server.url + (options.workspace ? `/?folder=${options.workspace}` : '')
	const workbench = await Workbench.open(browser, page, options.language)
	await workbench.openSidebar()
	// Whether it trusts the folder VS Code learns late, and tells nobody; menus of files stay as they were at first.
	if (options.workspace) await workbench.page.waitForTimeout(5_000)
	const all = opened.move()
	return {
		engine,
		workbench,
		dataFolder,
		get hub() {
			if (!hub) throw new Error('This stage has no Docker Hub.')
			return hub
		},
		[Symbol.asyncDispose]: () => all.disposeAsync(),
	}
}

/** A stage for the tests of one `describe`; a picture stays of each that fails. */
export function onStage(options: StageOptions = {}): () => Stage {
	let stage: Stage | undefined
	before(async () => {
		stage = await openStage(options)
	})
	afterEach(async function () {
		if (!this.currentTest || this.currentTest.state === 'passed') return
		const name = this.currentTest.fullTitle().replaceAll(/[^\p{L}\d]+/gu, '-')
		await stage?.workbench.screenshot(`failed-${name}`)
		await stage?.workbench.page.keyboard.press('Escape')
		// Where tests start: the next try, too.
		await stage?.workbench.openSidebar().catch(() => undefined)
	})
	after(async () => {
		await stage?.[Symbol.asyncDispose]()
	})
	return () => {
		if (!stage) throw new Error('The stage is not open.')
		return stage
	}
}
