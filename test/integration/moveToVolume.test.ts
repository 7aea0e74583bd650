import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'

import { runScript } from '../../src/containers/operations/execute.ts'
import { moveToVolume } from '../../src/containers/operations/moveToVolume.ts'
import { changeState } from '../../src/containers/operations.ts'
import { parseHost } from '../../src/engine/endpoint.ts'
import { dial, type Engine } from '../../src/engine/engine.ts'
import { EngineError, type Reason } from '../../src/engine/errors.ts'
import type { TestEngine } from '../support/engine.ts'
import { startEngineProxy } from '../support/engineProxy.ts'
import { withEngine } from './parts.ts'

function because(reason: Reason) {
	return (error: unknown) => error instanceof EngineError && error.reason === reason
}

/** Everything that can be said about every entry of a folder, contents too. */
const survey = (folder: string) =>
	`cd ${folder} && find . | sort | while read -r f; do stat -c '%n %F %a %u:%g %Y' "$f"; [ -L "$f" ] && readlink "$f"; [ -f "$f" ] && md5sum < "$f"; done; find . -type f -links +1 | sort`

describe('Moving to a volume', () => {
	let test: TestEngine
	let engine: Engine
	withEngine((opened) => ({ test, engine } = opened))
	afterEach(() => test.clear())

	const limit = () => AbortSignal.timeout(30_000)

	async function container(script: string) {
		const made = await test.docker.createContainer({
			Image: 'busybox',
			Cmd: ['sh', '-c', `${script}; touch /done; trap exit TERM; while true; do sleep 1; done`],
		})
		await made.start()
		const until = 'while [ ! -e /done ]; do sleep 0.05; done'
		await runScript(engine, made.id, { text: until, signal: limit() })
		const { Image } = await made.inspect()
		return { containerId: made.id, imageId: Image, signal: limit(), report: () => undefined }
	}

	async function surveyOfVolume(volumeName: string): Promise<string> {
		const reader = await test.docker.createContainer({
			Image: 'busybox',
			Cmd: ['sleep', '100'],
			HostConfig: { Mounts: [{ Type: 'volume', Source: volumeName, Target: '/v' }] },
		})
		await reader.start()
		return (await runScript(engine, reader.id, { text: survey('/v'), signal: limit() })).toString()
	}

	async function leftovers() {
		const [containers, { Volumes }] = await Promise.all([
			test.docker.listContainers({ all: true, filters: { label: ['longshore.helper'] } }),
			test.docker.listVolumes(),
		])
		return { helpers: containers.length, volumes: Volumes.map(({ Name }) => Name) }
	}

	for (const pause of [false, true]) {
		it(`keeps contents, owners, modes, times and links, the folder’s own too${pause ? '; the container stands still meanwhile' : ''}`, async () => {
			const copy = await container(
				[
					'mkdir -p /srv/app/lib/deep && cd /srv/app/lib',
					'echo one > deep/one && chown 1000:50 deep/one && chmod 640 deep/one',
					'head -c 300000 /dev/urandom > "a b" && chmod 750 "a b" && echo > setuid && chmod 4755 setuid',
					'ln "a b" hard && ln -s deep/one soft && ln -s /etc/passwd outward && mkfifo pipe && : > empty',
					'touch -t 200102030405.06 deep/one deep && chown 70:70 . && chmod 1730 . && touch -t 201112131415 .',
				].join('; '),
			)
			const was = (
				await runScript(engine, copy.containerId, { text: survey('/srv/app/lib'), signal: limit() })
			).toString()
			assert.match(was, /^\. directory 1730 70:70 /)
			const amounts: number[] = []
			const report = (bytes: number) => amounts.push(bytes)
			await moveToVolume(engine, { ...copy, folder: '/srv/app/lib', volumeName: 'rescued', pause, report })
			assert.equal(await surveyOfVolume('rescued'), was)
			assert.ok((amounts.at(-1) ?? 0) > 300_000)
			assert.deepEqual(await leftovers(), { helpers: 0, volumes: ['rescued'] })
			assert.equal((await test.docker.getContainer(copy.containerId).inspect()).State.Paused, false)
		})
	}

	it('refuses a name that is taken, and leaves what has it', async () => {
		await test.docker.createVolume({ Name: 'taken', Labels: { mine: '1' } })
		const copy = await container('mkdir /x; echo > /x/y')
		await assert.rejects(
			moveToVolume(engine, { ...copy, folder: '/x', volumeName: 'taken', pause: false }),
			because('conflict'),
		)
		assert.deepEqual(await leftovers(), { helpers: 0, volumes: ['taken'] })
	})

	it('leaves nothing behind when it fails', async () => {
		const copy = await container(':')
		await assert.rejects(
			moveToVolume(engine, { ...copy, folder: '/nothing', volumeName: 'half', pause: true }),
			because('notFound'),
		)
		assert.deepEqual(await leftovers(), { helpers: 0, volumes: [] })
		assert.equal((await test.docker.getContainer(copy.containerId).inspect()).State.Paused, false)
	})

	it('leaves nothing behind when it is cancelled in the middle, and lets the container go on', async () => {
		const copy = await container('mkdir /x; head -c 200000000 /dev/zero > /x/large')
		const abort = new AbortController()
		const report = (bytes: number) => {
			if (bytes > 1_000_000) abort.abort()
		}
		const { signal } = abort
		await assert.rejects(
			moveToVolume(engine, { ...copy, folder: '/x', volumeName: 'half', pause: true, signal, report }),
			because('cancelled'),
		)
		assert.deepEqual(await leftovers(), { helpers: 0, volumes: [] })
		assert.equal((await test.docker.getContainer(copy.containerId).inspect()).State.Paused, false)
		await changeState(engine, copy.containerId, 'stop')
	})

	it('leaves nothing behind, and no container still, when nothing takes what is copied or the engine goes away', async () => {
		const copy = await container('mkdir /x; head -c 200000000 /dev/zero > /x/large')
		let isGone = false
		let hasEngine = true
		await using proxy = await startEngineProxy(test.host, (request) => {
			if (!/^PUT .*\/archive/.test(request)) return hasEngine ? 'passes' : 'neverArrives'
			hasEngine = !isGone
			return 'neverArrives'
		})
		const broken = await dial(parseHost(proxy.host), limit())
		const isPaused = async () => (await test.docker.getContainer(copy.containerId).inspect()).State.Paused
		const move = () => moveToVolume(broken, { ...copy, folder: '/x', volumeName: 'half', pause: true })
		await assert.rejects(move(), because('unreachable'))
		assert.deepEqual(await leftovers(), { helpers: 0, volumes: [] })
		assert.equal(await isPaused(), false)
		isGone = true
		await assert.rejects(move(), because('unreachable'))
		hasEngine = true
		while (await isPaused()) await setTimeout(50)
		while ((await leftovers()).volumes.length > 0) await setTimeout(50)
		assert.deepEqual(await leftovers(), { helpers: 0, volumes: [] })
	})
})
