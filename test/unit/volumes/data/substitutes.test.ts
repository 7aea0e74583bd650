import assert from 'node:assert/strict'

import { Substitutes } from '../../../../src/volumes/data/substitutes.ts'

/** An engine's images, and what was chosen in place of which. */
function choosing(...images: string[]) {
	const there = new Set(images)
	const chosen: string[] = []
	const substitutes = new Substitutes(
		async (wanted) => {
			const [substitute] = there
			if (substitute === undefined) throw new Error('There is none.')
			chosen.push(`${substitute} for ${wanted}`)
			return substitute
		},
		async (substitute) => there.has(substitute),
	)
	return { substitutes, there, chosen }
}

describe('Substitutes for an image that is not there', () => {
	it('are chosen once, however many ask', async () => {
		const { substitutes, chosen } = choosing('alpine')
		assert.deepEqual(await Promise.all([substitutes.of('busybox'), substitutes.of('busybox')]), ['alpine', 'alpine'])
		assert.equal(await substitutes.of('busybox'), 'alpine')
		assert.deepEqual(chosen, ['alpine for busybox'])
	})

	it('are chosen anew when they were removed, once for all who find so', async () => {
		const { substitutes, there, chosen } = choosing('alpine', 'debian')
		await substitutes.of('busybox')
		there.delete('alpine')
		assert.deepEqual(await Promise.all([substitutes.of('busybox'), substitutes.of('busybox')]), ['debian', 'debian'])
		assert.deepEqual(chosen, ['alpine for busybox', 'debian for busybox'])
	})

	it('are chosen anew when the setting names another image', async () => {
		const { substitutes, chosen } = choosing('alpine')
		await substitutes.of('busybox')
		await substitutes.of('toolbox')
		assert.deepEqual(chosen, ['alpine for busybox', 'alpine for toolbox'])
	})

	it('that could not be had are not asked for at once again', async () => {
		const { substitutes, there, chosen } = choosing()
		await assert.rejects(substitutes.of('busybox'))
		there.add('alpine')
		await assert.rejects(substitutes.of('busybox'))
		assert.deepEqual(chosen, [])
	})
})
