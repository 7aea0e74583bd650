import assert from 'node:assert/strict'

import type { ContainerRecord, VolumeRecord } from '../../../src/engine/records.ts'
import { isForgetful } from '../../../src/volumes/archive/copyVolume.ts'
import { VolumeData } from '../../../src/volumes/data/volumeData.ts'

const volume = (name: string, options: Readonly<Record<string, string>>) => ({ name, options }) as VolumeRecord
const container = (state: string, name: string) =>
	({ state, mounts: [{ type: 'volume', name }] }) as unknown as ContainerRecord

describe('A volume in memory', () => {
	it('keeps what is put there only while a container runs with it', () => {
		const memory = volume('scratch', { type: 'tmpfs', device: 'tmpfs' })
		assert.equal(isForgetful(memory, []), true)
		assert.equal(isForgetful(memory, [container('exited', 'scratch'), container('running', 'other')]), true)
		assert.equal(isForgetful(memory, [container('running', 'scratch')]), false)
		assert.equal(isForgetful(volume('disk', {}), []), false)
	})

	it('refuses all that would put something there, before a helper is made', async () => {
		const refusal = new Error('It would be gone at once.')
		const never = async () => assert.fail('A helper was asked for.')
		const data = new VolumeData({
			connected: never,
			helperImage: never,
			refuseForgetful: async (name) => {
				if (name === 'scratch') throw refusal
			},
		})
		const place = { volumeName: 'scratch', path: '/file' }
		const disk = { volumeName: 'disk', path: '/file' }
		const options = { create: true, overwrite: true }
		await assert.rejects(data.save(place, new Uint8Array(), options), refusal)
		await assert.rejects(data.createFolder(place), refusal)
		await assert.rejects(data.copy(disk, place, options), refusal)
		await assert.rejects(data.rename(disk, place, options), refusal)
		await assert.rejects(
			data.writeJob('scratch', async () => undefined),
			refusal,
		)
	})
})
