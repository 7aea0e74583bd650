import assert from 'node:assert/strict'

import {
	expired,
	parseRestorePoint,
	restorePointName,
	type RestorePoint,
} from '../../../../src/volumes/archive/restorePoint.ts'

const day = 86_400_000
const now = new Date('2026-11-24T21:20:33.123Z')
const point = (volume: string, days: number): RestorePoint => ({
	volume,
	takenAt: new Date(now.getTime() - days * day),
	reason: 'manual',
	fileName: `${volume}-${days}`,
})

describe('restore points', () => {
	it('say in their name what they are', () => {
		const fileName = restorePointName('shop_data.1', now, 'empty', 'zstd')
		assert.equal(fileName, 'shop_data.1@20261124-212033123.empty.tar.zst')
		assert.deepEqual(parseRestorePoint(fileName), { volume: 'shop_data.1', takenAt: now, reason: 'empty', fileName })
		for (const other of ['a.tar.zst', 'a@20261124-212033123.empty.tar.zst.part', 'a@20269924-212033123.empty.tar.gz']) {
			assert.equal(parseRestorePoint(other), undefined)
		}
	})

	it('go when there are newer ones enough, or when they are old; the newest of a volume never', () => {
		const points = [point('a', 1), point('a', 2), point('a', 3), point('b', 50), point('b', 60), point('c', 40)]
		const going = expired(points, { keep: 2, days: 30 }, now).map(({ fileName }) => fileName)
		assert.deepEqual(going.sort(), ['a-3', 'b-60'])
	})
})
