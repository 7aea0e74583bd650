import assert from 'node:assert/strict'
import { EngineError } from '../../../src/engine/errors.ts'
import { processName } from '../../../src/engine/helper.ts'
import { readPushes, verdictOf } from '../../../src/images/pushes/push.ts'
import { Pushes } from '../../../src/images/pushes/pushes.ts'
import { PushedTags, tagState } from '../../../src/images/pushes/pushedTags.ts'
import { pullLines } from '../../../src/images/pushes/pullLines.ts'
import { retryDelay } from '../../../src/images/pushes/retry.ts'
import { isReferenceError, parseReference } from '../../../src/images/reference.ts'
import type { State } from '../../../src/registries/account.ts'

function memory(): State & { readonly kept: Map<string, unknown> } {
	const kept = new Map<string, unknown>()
	// As an editor does: what is kept is a copy.
	const update = async (key: string, value: unknown) => void kept.set(key, structuredClone(value))
	return { kept, get: (key) => kept.get(key), update }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('Pushes', () => {
	it('know after a reload how each ended, and which were cut off', async () => {
		const state = memory()
		const before = new Pushes(state)
		const first = before.begin({ reference: 'alice/app:1', accountId: 'docker.io/alice' })
		before.change(first.id, { state: 'done', digest: 'sha256:1', bytes: 5 }, 'Pushed')
		const second = before.begin({ reference: 'alice/app:2' })
		before.change(second.id, { state: 'pushing' })
		await settled()
		const after = new Pushes(state)
		assert.deepEqual(
			after.interrupted().map(({ reference }) => reference),
			['alice/app:2'],
		)
		assert.equal(after.byId(second.id)?.state, 'interrupted')
		assert.equal(after.byId(first.id)?.digest, 'sha256:1')
		assert.match(after.byId(first.id)?.log[0] ?? '', /Pushed$/)
		await settled()
		assert.deepEqual(new Pushes(state).interrupted(), [])
	})

	it('are another window’s for as long as that is there', async () => {
		const state = memory()
		const push = { reference: 'a/a:1', state: 'pushing', bytes: 0, log: [] }
		const owner = processName(4711)
		const kept = [
			{ ...push, id: 'here', startedAt: Date.now(), owner },
			{ ...push, id: 'of before the machine was started', startedAt: 0, owner },
			{ ...push, id: 'of this number before', startedAt: Date.now(), owner: processName() },
			{ ...push, id: 'of another machine', startedAt: Date.now(), owner: 'far 1:4711' },
			{ ...push, id: 'of an older version', startedAt: Date.now() },
		]
		await state.update('longshore.pushes', kept)
		let isThere = true
		const pushes = new Pushes(state, (pid) => pid !== 4711 || isThere)
		const interrupted = () => pushes.interrupted().map(({ id }) => id)
		assert.deepEqual(
			interrupted().sort(),
			kept
				.slice(1)
				.map(({ id }) => id)
				.sort(),
		)
		assert.deepEqual(
			[pushes.byId('here')?.state, pushes.all().filter((each) => pushes.isElsewhere(each)).length],
			['pushing', 1],
		)
		pushes.cancel('here')
		assert.equal(pushes.byId('here')?.state, 'pushing')
		isThere = false
		assert.deepEqual(interrupted(), ['here'])
		assert.equal(pushes.byId('here')?.state, 'interrupted')
		assert.deepEqual(interrupted(), [])
	})

	it('are cancelled one by one', () => {
		const pushes = new Pushes(memory())
		const first = pushes.begin({ reference: 'a/a:1' })
		const second = pushes.begin({ reference: 'a/a:2' })
		pushes.cancel(first.id)
		assert.equal(first.signal.aborted, true)
		assert.equal(second.signal.aborted, false)
		pushes.dispose()
		assert.equal(second.signal.aborted, true)
	})

	it('are cancelled at once while they wait, and by their own end when they have begun', () => {
		const pushes = new Pushes(memory())
		const waiting = pushes.begin({ reference: 'a/a:1' })
		const begun = pushes.begin({ reference: 'a/a:2' })
		pushes.change(begun.id, { state: 'pushing' })
		pushes.cancel(waiting.id)
		pushes.cancel(begun.id)
		assert.equal(pushes.byId(waiting.id)?.state, 'cancelled')
		assert.match(pushes.byId(waiting.id)?.log.join('') ?? '', /Cancelled$/)
		assert.equal(pushes.byId(begun.id)?.state, 'pushing')
		assert.deepEqual([waiting.signal.aborted, begun.signal.aborted], [true, true])
	})

	it('take up a push again under the same id, and forget only what is over', () => {
		const pushes = new Pushes(memory())
		const { id } = pushes.begin({ reference: 'a/a:1' })
		pushes.change(id, { state: 'failed', message: 'no' }, 'no')
		assert.equal(pushes.begin({ reference: 'a/a:1' }, id).id, id)
		assert.equal(pushes.byId(id)?.message, undefined)
		assert.equal(pushes.byId(id)?.log.length, 1)
		pushes.forget()
		assert.equal(pushes.all().length, 1)
		pushes.change(id, { state: 'cancelled' })
		pushes.forget([id])
		assert.deepEqual(pushes.all(), [])
	})

	it('are two where one is pushed again twice', () => {
		const pushes = new Pushes(memory())
		const { id } = pushes.begin({ reference: 'a/a:1' })
		pushes.change(id, { state: 'failed' })
		const first = pushes.begin({ reference: 'a/a:1' }, id)
		const second = pushes.begin({ reference: 'a/a:1' }, id)
		assert.equal(first.id, id)
		assert.notEqual(second.id, id)
		pushes.cancel(first.id)
		assert.deepEqual([first.signal.aborted, second.signal.aborted], [true, false])
	})

	it('tell a registry that has something else, nothing, or could not be asked apart', async () => {
		assert.deepEqual(
			['sha256:1', 'sha256:2', 'none', 'unknown'].map((found) => verdictOf('sha256:1', found)),
			['same', 'other', 'none', 'unknown'],
		)
		const state = memory()
		const pushes = new Pushes(state)
		const { id } = pushes.begin({ reference: 'a/a:1' })
		pushes.change(id, { state: 'retrying', message: 'too many requests' })
		pushes.change(id, { state: 'done', verified: 'none', message: undefined })
		await settled()
		const kept = new Pushes(state).byId(id)
		assert.equal(kept?.verified, 'none')
		assert.equal(kept?.message, undefined)
	})

	it('are fifty at most beside those that go on, and drop what is not understood', () => {
		const pushes = new Pushes(memory())
		const begun = Array.from({ length: 60 }, (_, each) => pushes.begin({ reference: `a/a:${each}` }))
		assert.equal(pushes.all().length, 60)
		for (const { id } of begun) pushes.change(id, { state: 'done' })
		assert.equal(pushes.all().length, 50)
		pushes.begin({ reference: 'a/a:60' })
		assert.equal(pushes.all().length, 51)
		assert.deepEqual(readPushes([{ id: 1 }, 'x']), [])
		assert.deepEqual(readPushes('x'), [])
	})
})

describe('the state of a tag', () => {
	const image = { id: 'sha256:c', digests: ['alice/app@sha256:m'] }

	it('goes by digest', () => {
		assert.equal(tagState('alice/app:1', image, 'sha256:m'), 'pushed')
		assert.equal(tagState('alice/app:1', image, 'sha256:old'), 'changedSince')
		assert.equal(tagState('alice/app:1', { id: 'sha256:c', digests: [] }, 'sha256:m'), 'changedSince')
		assert.equal(tagState('alice/app:1', { id: 'sha256:c', digests: [] }, undefined), 'never')
		// Pulled, or pushed from elsewhere.
		assert.equal(tagState('alice/app:1', image, undefined), 'pushed')
		assert.equal(tagState('bob/app:1', image, undefined), 'never')
	})

	it('is not taken in by the containerd store, where each image has a digest', () => {
		const local = { id: 'sha256:m', digests: ['alice/app@sha256:m'] }
		assert.equal(tagState('alice/app:1', local, undefined), 'never')
		assert.equal(tagState('alice/app:1', local, 'sha256:m'), 'pushed')
		// As of what went up only in part, and of a push that was cut off and arrived.
		assert.equal(tagState('alice/app:1', { id: 'sha256:c', digests: [] }, 'sha256:c'), 'pushed')
	})

	it('is remembered and told', async () => {
		const tags = new PushedTags(memory())
		const told: string[] = []
		tags.onDidChange((reference) => told.push(reference))
		await tags.remember('alice/app:1', 'sha256:m')
		assert.equal(tags.stateOf('alice/app:1', image), 'pushed')
		assert.deepEqual(told, ['alice/app:1'])
	})
})

describe('trying again', () => {
	it('waits as long as the registry says, else longer each time', () => {
		assert.equal(retryDelay(new EngineError('rateLimited', '', { retryAfter: 7 }), 0), 7)
		assert.equal(retryDelay(new EngineError('unreachable', '', { retryAfter: 7 }), 0), 7)
		const away = new EngineError('unreachable', '')
		assert.deepEqual(
			[0, 1, 2, 3, 4].map((tries) => retryDelay(away, tries)),
			[2, 4, 8, 16, undefined],
		)
	})

	it('is not worth it where the answer will be the same, or comes too late', () => {
		for (const reason of ['denied', 'unauthorized', 'certificate', 'notFound', 'unexpected', 'noSpace'] as const) {
			assert.equal(retryDelay(new EngineError(reason, ''), 0), undefined)
		}
		for (const reason of ['rateLimited', 'unreachable'] as const) {
			assert.equal(retryDelay(new EngineError(reason, '', { retryAfter: 20_000 }), 0), undefined)
		}
	})
})

describe('lines that fetch what was pushed', () => {
	it('name the digest', () => {
		const reference = parseReference('localhost:5000/shop/my_api:1.2')
		assert.ok(!isReferenceError(reference))
		assert.deepEqual(pullLines(reference, 'sha256:1'), {
			docker: 'docker pull localhost:5000/shop/my_api@sha256:1',
			compose: 'services:\n  my_api:\n    image: localhost:5000/shop/my_api:1.2@sha256:1\n',
			kubernetes: 'containers:\n  - name: my-api\n    image: localhost:5000/shop/my_api:1.2@sha256:1\n',
		})
	})
})
