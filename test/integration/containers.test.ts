import assert from 'node:assert/strict'

import { containerDetails, changeState, removeContainer, writtenSizes } from '../../src/containers/operations.ts'
import { findShell, runScript } from '../../src/containers/operations/execute.ts'
import { findDataAtRisk } from '../../src/containers/operations/findDataAtRisk.ts'
import { followLogs } from '../../src/containers/operations/followLogs.ts'
import { listFolder } from '../../src/containers/operations/listFolder.ts'
import { nextStart } from '../../src/containers/operations/nextStart.ts'
import { Shell } from '../../src/containers/operations/openShell.ts'
import type { Connection } from '../../src/engine/connection.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { EngineError, type Reason } from '../../src/engine/errors.ts'
import { Inventory } from '../../src/engine/inventory.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'
import { connectionTo, next, silent } from './parts.ts'

const idle = 'trap exit TERM; while true; do sleep 1; done'

function because(reason: Reason) {
	return (error: unknown) => error instanceof EngineError && error.reason === reason
}

describe('Containers', () => {
	let test: TestEngine
	let connection: Connection
	let engine: Engine
	let inventory: Inventory
	before(async () => {
		test = await TestEngine.start()
		await makeBusybox(test.docker)
		connection = connectionTo(test.host)
		engine = await connection.connected()
		inventory = new Inventory(connection, silent)
		await inventory.loaded('containers')
	})
	afterEach(() => test.clear())
	after(async () => {
		inventory.dispose()
		connection.dispose()
		await test.stop()
	})

	async function run(script: string, options: object = {}): Promise<string> {
		const container = await test.docker.createContainer({ Image: 'busybox', Cmd: ['sh', '-c', script], ...options })
		await container.start()
		return container.id
	}

	async function record(id: string) {
		if (!inventory.containers.has(id)) await next(inventory.onDidChange, () => inventory.containers.has(id))
		return inventory.containers.get(id) ?? assert.fail('It is gone.')
	}

	const limit = () => AbortSignal.timeout(20_000)

	it('starts, pauses, goes on, restarts and stops; twice does no harm; the inventory follows', async () => {
		const id = await run(idle)
		const state = async (wanted: string) => {
			const is = () => inventory.containers.get(id)?.state === wanted
			if (!is()) await next(inventory.onDidChange, is)
		}
		await state('running')
		await changeState(engine, id, 'pause')
		await state('paused')
		await changeState(engine, id, 'unpause')
		await state('running')
		await changeState(engine, id, 'stop')
		await state('exited')
		await changeState(engine, id, 'stop')
		await changeState(engine, id, 'start')
		await changeState(engine, id, 'start')
		await state('running')
		const before = await containerDetails(engine, id)
		await changeState(engine, id, 'restart')
		assert.notEqual((await containerDetails(engine, id)).startedAt, before.startedAt)
		await assert.rejects(changeState(engine, id, 'unpause'))
		await state('running')
		await removeContainer(engine, await record(id))
		if (inventory.containers.has(id)) await next(inventory.onDidChange, () => !inventory.containers.has(id))
	})

	it('tells health when it turns, and the code with which it ended', async () => {
		const id = await run(`touch /fine; ${idle}`, {
			Healthcheck: { Test: ['CMD', 'test', '-e', '/fine'], Interval: 500_000_000, Retries: 1, Timeout: 5_000_000_000 },
		})
		const becomes = async (fits: () => boolean) => {
			if (!fits()) await next(inventory.onDidChange, fits)
		}
		await becomes(() => inventory.containers.get(id)?.health === 'healthy')
		await runScript(engine, id, { text: 'rm /fine', signal: limit() })
		await becomes(() => inventory.containers.get(id)?.health === 'unhealthy')
		const ended = await run('exit 3')
		await becomes(() => inventory.containers.get(ended)?.exitCode === 3)
	})

	it('knows every mount and every endpoint', async () => {
		await test.docker.createNetwork({ Name: 'net' })
		const id = await run(idle, {
			HostConfig: {
				NetworkMode: 'net',
				Tmpfs: { '/run': 'size=1m' },
				Mounts: [
					{ Type: 'volume', Source: 'named', Target: '/named', ReadOnly: true },
					{ Type: 'volume', Target: '/anonymous' },
					{ Type: 'bind', Source: '/srv', Target: '/srv', BindOptions: { Propagation: 'private' } },
					{ Type: 'tmpfs', Target: '/scratch', TmpfsOptions: { SizeBytes: 65_536 } },
				],
			},
			NetworkingConfig: { EndpointsConfig: { net: { Aliases: ['other'] } } },
		})
		const { mounts, endpoints } = await containerDetails(engine, id)
		assert.deepEqual(
			mounts.map(({ type, target, readOnly, size, propagation }) => [type, target, readOnly, size, propagation]),
			[
				['volume', '/anonymous', false, undefined, undefined],
				['volume', '/named', true, undefined, undefined],
				['tmpfs', '/run', false, 1_048_576, undefined],
				['tmpfs', '/scratch', false, 65_536, undefined],
				['bind', '/srv', false, undefined, 'private'],
			],
		)
		assert.match(mounts[0]?.name ?? '', /^[\da-f]{64}$/)
		assert.deepEqual(endpoints[0]?.aliases, ['other'])
		assert.match(endpoints[0]?.addresses[0] ?? '', /^10\.213\.\d+\.\d+\/24$/)
	})

	it('lists a tmpfs through the container that has it, whatever the names are', async () => {
		const names = ['-dash', '.dot', 'a b', "it's", 'line\nbreak', '한글']
		const id = await run(idle, { HostConfig: { Tmpfs: { '/scratch': '' } } })
		const quoted = names.map((name) => `'./${name.replaceAll("'", String.raw`'\''`)}'`).join(' ')
		const text = `cd /scratch; mkdir sub; for f in ${quoted}; do echo 12345 > "$f"; done`
		await runScript(engine, id, { text, signal: limit() })
		const entries = await listFolder(engine, id, '/scratch', limit())
		assert.deepEqual(entries[0], { name: 'sub', isFolder: true, size: undefined })
		assert.deepEqual(
			entries.slice(1),
			names.toSorted().map((name) => ({ name, isFolder: false, size: 6 })),
		)
		assert.deepEqual(await listFolder(engine, id, '/scratch/sub', limit()), [])
		await assert.rejects(listFolder(engine, id, '/nothing', limit()), because('unexpected'))
	})

	it('says that a container has no shell, and measures what it wrote all the same', async () => {
		const id = await run(`rm /bin/sh; head -c 3000 /dev/zero > /kept; while /bin/true; do /bin/sleep 1; done`)
		while ((await findShell(engine, id, limit())) !== undefined);
		await assert.rejects(listFolder(engine, id, '/', limit()), because('unsupported'))
		const container = await record(id)
		const kept = async () => (await findDataAtRisk(engine, { ...container, state: 'running' }, limit())).data.size
		while ((await kept()) !== 3_000);
	})

	it('tells standard output from error, piece by piece, and ends with the container', async () => {
		const id = await run('echo out; echo err >&2; printf "\\355\\225"; sleep 1; printf "\\234\\n"; exit 0')
		const said = { stdout: '', stderr: '' }
		for await (const { channel, text } of followLogs(engine, id, { tty: false, tail: 100, signal: limit() })) {
			said[channel] += text
		}
		assert.deepEqual(said, { stdout: 'out\n한\n', stderr: 'err\n' })
	})

	it('follows until it is cancelled, and shows no more of before than asked for', async () => {
		const id = await run(`for i in 1 2 3 4 5; do echo $i; done; ${idle}`, { Tty: true })
		const abort = new AbortController()
		const seen: string[] = []
		await assert.rejects(async () => {
			for await (const { text } of followLogs(engine, id, { tty: true, tail: 2, signal: abort.signal })) {
				seen.push(text)
				if (seen.join('').includes('5')) abort.abort()
			}
		}, because('cancelled'))
		assert.doesNotMatch(seen.join(''), /[123]/)
	})

	it('reads no faster than the pieces are taken', async () => {
		const id = await run('yes a-line-of-output | head -n 600000')
		await test.docker.getContainer(id).wait()
		const before = process.memoryUsage().rss
		let bytes = 0
		let pieces = 0
		for await (const { text } of followLogs(engine, id, { tty: false, signal: limit() })) {
			bytes += text.length
			if ((pieces += 1) % 2000 === 0) await new Promise((resolve) => setTimeout(resolve, 10))
			if (bytes > 10_000_000) break
		}
		const grown = process.memoryUsage().rss - before
		assert.ok(bytes > 10_000_000, String(bytes))
		assert.ok(grown < 100_000_000, `${Math.round(grown / 1e6)} MB more`)
	})

	it('notices the next start, also one that was before it looked, and the end', async () => {
		const id = await run('exit 0')
		await test.docker.getContainer(id).wait()
		const { startedAt } = await containerDetails(engine, id)
		const waiting = nextStart(engine, id, { startedAt, signal: limit() })
		await changeState(engine, id, 'start')
		const again = await waiting
		assert.ok(again !== undefined && again > startedAt, again)
		assert.equal(await nextStart(engine, id, { startedAt, signal: limit() }), again)
		const gone = nextStart(engine, id, { startedAt: again, signal: limit() })
		await test.docker.getContainer(id).remove({ force: true })
		assert.equal(await gone, undefined)
	})

	it('opens a shell with a terminal of the right size, and hangs up what runs in it', async () => {
		const id = await run(idle)
		const path = await findShell(engine, id, limit())
		// Busybox calls its own shells by their names alone.
		assert.ok(path === 'ash' || path === '/bin/ash', path)
		const shell = await Shell.open(engine, id, path, { rows: 30, columns: 100 })
		let seen = ''
		let look = () => {}
		const saw = async (pattern: RegExp) => {
			while (!pattern.test(seen)) await new Promise<void>((resolve) => (look = resolve))
		}
		const ended = shell.read((text) => {
			seen += text
			look()
		})
		shell.write('stty size\r')
		await saw(/30 100/)
		await shell.resize({ rows: 11, columns: 222 })
		shell.write('stty size\r')
		await saw(/11 222/)
		shell.write('sleep 12345\r')
		const sleeps = async () => {
			const { Processes } = await test.docker.getContainer(id).top()
			return Processes.filter((process: string[]) => process.join(' ').includes('sleep 12345')).length
		}
		while ((await sleeps()) === 0);
		const settled = assert.rejects(ended, because('cancelled'))
		await shell.hangUp()
		await settled
		assert.equal(await sleeps(), 0)
		const { Processes } = await test.docker.getContainer(id).top()
		assert.ok(!Processes.some((process: string[]) => process.join(' ').endsWith(path)), JSON.stringify(Processes))
	})

	it('tells the exit code of a shell', async () => {
		const id = await run(idle)
		const shell = await Shell.open(engine, id, '/bin/sh', { rows: 24, columns: 80 })
		const ended = shell.read(() => undefined)
		shell.write('exit 7\r')
		assert.equal(await ended, 7)
	})

	const fill = [
		'mkdir -p /srv/app/base /tmp/t /data',
		"head -c 70000 /dev/zero > '/srv/app/base/it'\\''s one'",
		'head -c 5000 /dev/zero > /srv/app/settings',
		'head -c 900 /dev/zero > /tmp/t/x',
		'head -c 123456 /dev/zero > /data/kept',
		'rm /bin/yes',
	].join('; ')

	for (const running of [true, false]) {
		it(`finds what was written outside of volumes, with sizes, of one that ${running ? 'runs' : 'has ended'}`, async () => {
			const id = await run(`${fill}; echo filled${running ? `; ${idle}` : ''}`, {
				HostConfig: { Mounts: [{ Type: 'volume', Target: '/data' }] },
			})
			for await (const { text } of followLogs(engine, id, { tty: false, signal: limit() })) if (text !== '') break
			if (!running) await test.docker.getContainer(id).wait()
			await inventory.loaded('containers')
			const container = await record(id)
			const { data, noise } = await findDataAtRisk(
				engine,
				{ ...container, state: running ? 'running' : 'exited' },
				limit(),
			)
			assert.deepEqual([data.size, data.files, data.isIncomplete], [75_000, 2, false])
			assert.deepEqual(
				data.children?.map(({ path, size }) => [path, size]),
				[['/srv/app', 75_000]],
			)
			assert.deepEqual([noise.size, noise.files], [900, 1])
			const written = (await writtenSizes(engine, [id], limit())).get(id) ?? 0
			// The containerd store counts whole blocks; the volume's 123,456 bytes none does.
			const most = (await test.isContainerdStore()) ? 175_900 : 120_000
			assert.ok(written >= 75_900 && written < most, String(written))
		})
	}

	it('measures thousands of paths', async () => {
		const id = await run(
			`mkdir -p /many; i=0; while [ $i -lt 5000 ]; do echo > "/many/a file $i"; i=$((i+1)); done; echo filled; ${idle}`,
		)
		for await (const { text } of followLogs(engine, id, { tty: false, signal: limit() })) if (text !== '') break
		const container = await record(id)
		const { data } = await findDataAtRisk(engine, { ...container, state: 'running' }, limit())
		assert.deepEqual([data.files, data.size, data.isIncomplete], [5_000, 5_000, false])
	})
})
