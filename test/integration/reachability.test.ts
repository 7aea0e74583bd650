import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as vscode from 'vscode'

import type { Connection } from '../../src/engine/connection.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { EngineError } from '../../src/engine/errors.ts'
import { Inventory } from '../../src/engine/inventory.ts'
import { checkRules } from '../../src/networks/isolation/check.ts'
import { IsolationMarkers } from '../../src/networks/isolation/markers.ts'
import { applyPlan, UndoError } from '../../src/networks/isolation/operations.ts'
import { proposePlan, type Plan } from '../../src/networks/isolation/plan.ts'
import { parseRules } from '../../src/networks/isolation/rules.ts'
import { KnownModel } from '../../src/networks/knownModel.ts'
import { connectContainer } from '../../src/networks/operations.ts'
import { attemptsFor, differences, reachAt } from '../../src/networks/probe/comparison.ts'
import { tryFrom } from '../../src/networks/probe/operations.ts'
import { namesOn, reach, type Model } from '../../src/networks/reachability.ts'
import { TestEngine } from '../support/engine.ts'
import { makeShop } from '../support/scene.ts'
import { connectionTo, next, silent } from './parts.ts'

const signal = () => AbortSignal.timeout(60_000)

describe('Reachability', () => {
	let test: TestEngine
	let connection: Connection
	let engine: Engine
	let inventory: Inventory
	let known: KnownModel
	before(async () => {
		// Who reaches whom is also a matter of the machine's firewall, which another engine may have closed.
		test = await TestEngine.start({ outside: true })
		connection = connectionTo(test.host)
		engine = await connection.connected()
		inventory = new Inventory(connection, silent)
		known = new KnownModel({ connection, inventory })
	})
	beforeEach(async () => {
		await makeShop(test.docker)
		const exec = await test.docker
			.getContainer('shop-database-1')
			.exec({ Cmd: ['sh', '-c', 'nc -ll -p 5432 -e true'], AttachStdout: false })
		await exec.start({ Detach: true })
	})
	afterEach(() => test.clear())
	after(async () => {
		known.dispose()
		inventory.dispose()
		connection.dispose()
		await test.stop()
	})

	const named = ({ containers }: Model, name: string) =>
		containers.find((peer) => peer.name === name) ?? assert.fail(`There is no ${name}.`)

	it('knows the aliases that lists leave out, and follows what happens', async () => {
		const model = await current((each) => each.containers.length === 3)
		const back = model.networks.find(({ name }) => name === 'shop_back')
		assert.ok(back)
		assert.deepEqual(namesOn(back, named(model, 'shop-database-1')), ['db', 'shop-database-1'])
		const told = next(known.onDidChange, ({ networks }) => networks.some(({ name }) => name === 'late'))
		await test.docker.createNetwork({ Name: 'late' })
		await told
	})

	it('says what a trial from inside of each sandbox finds: names, addresses, ports', async () => {
		const model = await current((each) => each.containers.length === 3)
		const outcomes: Record<string, string> = {}
		for (const from of model.containers) {
			for (const to of model.containers.filter((peer) => peer !== from)) {
				const expected = reachAt(reach(model, from, to), 5432)
				const tried = await tryFrom(engine, from.id, 'busybox', attemptsFor(model, to, 5432, expected), signal())
				assert.deepEqual(differences(expected, tried), [], `${from.name} → ${to.name}: ${JSON.stringify(tried)}`)
				assert.ok(tried.trials.length > 0)
				outcomes[`${from.name} → ${to.name}`] = tried.trials.map(({ outcome }) => outcome).join()
			}
		}
		assert.equal(outcomes['shop-catalog-1 → shop-database-1'], 'open')
		assert.equal(outcomes['shop-api-1 → shop-catalog-1'], 'refused')
		assert.match(outcomes['shop-api-1 → shop-database-1'] ?? '', /timeout|unreachable/)
	})

	it('leaves no helper behind, also when it is cancelled', async () => {
		const model = await current((each) => each.containers.length === 3)
		const from = named(model, 'shop-api-1')
		const abort = new AbortController()
		// Nobody has this address, so that the helper waits until it is given up.
		const address = from.endpoints[0]?.ipv4Address?.replace(/\d+$/, '250') ?? assert.fail('It has no address.')
		const attempts = { names: [], targets: [{ address, port: 9 }] }
		const trial = tryFrom(engine, from.id, 'busybox', attempts, abort.signal)
		const cancelled = assert.rejects(trial, (error) => error instanceof EngineError && error.reason === 'cancelled')
		setTimeout(() => abort.abort(), 1000)
		await cancelled
		const helpers = await test.docker.listContainers({ all: true, filters: { label: ['longshore.helper'] } })
		assert.deepEqual(helpers, [])
	})

	const rules = 'project: shop\nmust: [api <-> catalog, catalog <-> database]\nnever: [api <-> database]\n'

	it('mends isolation by the networks that were proposed', async () => {
		await test.docker.getNetwork('shop_front').connect({ Container: 'shop-database-1' })
		const file = await parseRules(rules)
		const model = await current((each) => named(each, 'shop-database-1').endpoints.length === 2)
		assert.deepEqual(held(model), [true, true, false])
		const plan = proposePlan(model, file)
		await applyPlan(engine, plan, signal())
		const mended = await current((each) => named(each, 'shop-database-1').endpoints.length === 1)
		assert.deepEqual(held(mended), [true, true, true])

		function held(each: Model) {
			return checkRules(each, file).map(({ holds }) => holds)
		}
	})

	describe('An isolation file', () => {
		let folder: string
		let document: vscode.TextDocument
		let markers: IsolationMarkers
		before(async () => {
			folder = await mkdtemp(join(tmpdir(), 'longshore-isolation-'))
			await mkdir(join(folder, '.docker'))
			await writeFile(join(folder, '.docker/isolation.yaml'), rules)
		})
		beforeEach(async () => {
			document = await vscode.workspace.openTextDocument(join(folder, '.docker/isolation.yaml'))
		})
		afterEach(() => markers.dispose())
		after(async () => {
			await vscode.window.showTextDocument(document)
			await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
			await rm(folder, { recursive: true, force: true })
		})

		it('is checked as it is at last, though somebody types on', async () => {
			let typing: Promise<void> | undefined
			const type = async () => {
				const edit = new vscode.WorkspaceEdit()
				edit.insert(document.uri, document.positionAt(rules.length), 'nonsense: 1\n')
				assert.ok(await vscode.workspace.applyEdit(edit))
			}
			const model = { current: () => (typing ??= type()).then(() => known.current()), onDidChange: known.onDidChange }
			markers = new IsolationMarkers({ model, log: silent })
			const checked = (await markers.checkAll()).filter((each) => each.document === document)
			assert.deepEqual(
				checked.flatMap(({ file }) => file.problems.map(({ kind }) => kind)),
				['unknownKey'],
			)
		})

		it('counts once, whatever else shows a version of it', async () => {
			const older = document.uri.with({ scheme: 'older' })
			const provider = vscode.workspace.registerTextDocumentContentProvider('older', {
				provideTextDocumentContent: () => rules,
			})
			await vscode.workspace.openTextDocument(older)
			markers = new IsolationMarkers({ model: known, log: silent })
			const checked = await markers.checkAll()
			provider.dispose()
			assert.deepEqual(
				checked.flatMap((each) => (each.document.uri.path === older.path ? each.document.uri.scheme : [])),
				['file'],
			)
		})

		it('is not taken for missing where no engine answers', async () => {
			const away = connectionTo(`unix://${folder}/nobody.sock`)
			const nothing = new Inventory(away, silent)
			const unknown = new KnownModel({ connection: away, inventory: nothing })
			markers = new IsolationMarkers({ model: unknown, log: silent })
			await assert.rejects(markers.checkAll(), EngineError)
			for (const each of [unknown, nothing, away]) each.dispose()
		})
	})

	it('puts all back when a step fails', async () => {
		const model = await current((each) => each.containers.length === 3)
		// What a list doesn't tell is put back too.
		const place = test.docker.getNetwork('shop_front')
		await place.disconnect({ Container: 'shop-catalog-1' })
		await connectContainer(engine, 'shop_front', 'shop-catalog-1', {
			...{ aliases: ['catalog'], ipv4Address: undefined, ipv6Address: undefined },
			linkLocalAddresses: ['169.254.9.9'],
		})
		const before = await picture()
		const [api, catalog] = [named(model, 'shop-api-1'), named(model, 'shop-catalog-1')]
		const front = model.networks.find(({ name }) => name === 'shop_front')
		assert.ok(front)
		const plan: Plan = {
			create: [{ name: 'planned', internal: true, project: undefined }],
			connect: [{ container: api, networkName: 'planned', networkId: undefined, aliases: [] }],
			disconnect: [
				{ container: catalog, networkName: 'shop_front', networkId: front.id },
				{ container: api, networkName: 'gone', networkId: 'gone' },
			],
			cutOff: [],
			unmended: [],
		}
		await assert.rejects(applyPlan(engine, plan, signal()), EngineError)
		assert.deepEqual(await picture(), before)
	})

	it('names what it could not put back', async () => {
		const model = await current((each) => each.containers.length === 3)
		const api = named(model, 'shop-api-1')
		// Somebody else uses the new network, before a step fails.
		const docker = new Proxy(engine.docker, {
			get: (target, key) =>
				key === 'getNetwork'
					? (id: string) => {
							const network = target.getNetwork(id)
							const connect = () => target.getNetwork('planned').connect({ Container: 'shop-database-1' })
							if (id === 'gone') network.inspect = () => connect().then(() => target.getNetwork(id).inspect())
							return network
						}
					: (Reflect.get(target, key) as unknown),
		})
		const plan: Plan = {
			create: [{ name: 'planned', internal: true, project: undefined }],
			connect: [{ container: api, networkName: 'planned', networkId: undefined, aliases: [] }],
			disconnect: [{ container: api, networkName: 'gone', networkId: 'gone' }],
			cutOff: [],
			unmended: [],
		}
		await assert.rejects(applyPlan({ ...engine, docker }, plan, signal()), (error: unknown) => {
			assert.ok(error instanceof UndoError)
			assert.equal(error.reason, 'notFound')
			assert.deepEqual(error.remaining, [{ kind: 'remove', networkName: 'planned' }])
			return true
		})
	})

	/** Who is on which network under which names. */
	async function picture() {
		const containers = await test.docker.listContainers({ all: true })
		const networks = (await test.docker.listNetworks()).map(({ Name }) => Name).sort()
		const joined = await Promise.all(
			containers.map(async ({ Id }) => {
				const { Name, NetworkSettings } = await test.docker.getContainer(Id).inspect()
				const names = Object.entries(NetworkSettings.Networks).map(([name, { Aliases, IPAMConfig }]) => [
					name,
					...(IPAMConfig?.LinkLocalIPs ?? []),
					...(Aliases ?? []).filter((alias: string) => !Id.startsWith(alias)),
				])
				return [Name, ...names.map(String).sort()].join(' ')
			}),
		)
		return { networks, joined: joined.sort() }
	}

	/** The model, once it is as far as it shall be: what was just done is told a moment later. */
	async function current(fits: (model: Model) => boolean): Promise<Model> {
		const model = await known.current()
		return fits(model) ? model : next(known.onDidChange, fits)
	}
})
