import assert from 'node:assert/strict'

import type { Engine } from '../../../../src/engine/engine.ts'
import type { Access } from '../../../../src/volumes/data/access.ts'
import { OpenHelpers } from '../../../../src/volumes/data/openHelpers.ts'

/** Only whether it is the same counts here. */
const engineNamed = (name: string) => ({ name }) as unknown as Engine
const old = engineNamed('old')
const other = engineNamed('other')

/** Tells what was opened and what was closed, as `<engine>/<volume>`. */
function observed() {
	const events: string[] = []
	const helpers = new OpenHelpers(async (engine, volumeName) => {
		const name = `${engine === old ? 'old' : 'other'}/${volumeName}`
		events.push(`open ${name}`)
		let ended = false
		const close = async () => {
			ended = true
			events.push(`close ${name}`)
		}
		return {
			get ended() {
				return ended
			},
			close,
		} as unknown as Access
	})
	return { helpers, events }
}

const look = async () => undefined

describe('OpenHelpers', () => {
	it('serves who looks again with what it opened before', async () => {
		const { helpers, events } = observed()
		await helpers.use(old, 'data', look)
		await helpers.use(old, 'data', look)
		await helpers.close('data')
		await helpers.use(old, 'data', look)
		await helpers.closeAll()
		assert.deepEqual(events, ['open old/data', 'close old/data', 'open old/data', 'close old/data'])
	})

	it('ends what served the volume of that name on another engine', async () => {
		const { helpers, events } = observed()
		await helpers.use(old, 'data', look)
		const served = await helpers.use(other, 'data', async (access) => access)
		await helpers.close('nothing')
		assert.deepEqual(events, ['open old/data', 'open other/data', 'close old/data'])
		assert.equal(served.ended, false)
		await helpers.closeAll()
	})

	it('lets who is busy on the engine before come to an end', async () => {
		const { helpers, events } = observed()
		const { promise, resolve } = Promise.withResolvers<void>()
		const busy = helpers.use(old, 'data', () => promise)
		await helpers.use(other, 'data', look)
		assert.deepEqual(events, ['open old/data', 'open other/data'])
		resolve()
		await busy
		await helpers.close('nothing')
		assert.deepEqual(events, ['open old/data', 'open other/data', 'close old/data'])
		await helpers.closeAll()
	})

	it('closes for good all that has the volume, on whichever engine', async () => {
		const { helpers, events } = observed()
		const { promise, resolve } = Promise.withResolvers<void>()
		const busy = helpers.use(old, 'data', () => promise)
		await helpers.use(other, 'data', look)
		await helpers.close('data')
		assert.deepEqual(events.slice(2).sort(), ['close old/data', 'close other/data'])
		resolve()
		await busy
	})
})
