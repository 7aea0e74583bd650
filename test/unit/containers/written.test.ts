import assert from 'node:assert/strict'
import { dataAtRisk, isNoise, writtenPaths, type Written } from '../../../src/containers/written.ts'

describe('writtenPaths', () => {
	it('leaves out what was deleted, what is mounted, and what the engine puts into every container', () => {
		const modified = (path: string) => ({ path, kind: 'modified' as const })
		const added = (path: string) => ({ path, kind: 'added' as const })
		const paths = writtenPaths(
			[
				modified('/var'),
				added('/var/data'),
				added('/var/data/in-volume'),
				added('/var/database'),
				{ path: '/etc/gone', kind: 'deleted' },
				modified('/etc/hosts'),
				added('/dev/console'),
			],
			['/var/data'],
		)
		assert.deepEqual(paths, ['/var', '/var/database'])
	})
})

describe('isNoise', () => {
	for (const [path, noise] of [
		['/tmp/x', true],
		['/run/app.pid', true],
		['/var/cache/apt/archives/x.deb', true],
		['/root/.cache/pip/x', true],
		['/app/__pycache__/a.pyc', true],
		['/root/.bash_history', true],
		['/tmpfiles/x', false],
		['/runner/data', false],
		['/var/lib/postgresql/data/base', false],
		['/app/cache.db', false],
	] as const) {
		it(`${path}: ${noise}`, () => assert.equal(isNoise(path), noise))
	}
})

describe('dataAtRisk', () => {
	const file = (path: string, size: number | undefined) => ({ path, isFolder: false, size })
	const { data, noise } = dataAtRisk([
		{ path: '/var', isFolder: true, size: undefined },
		file('/var/lib/app/base/1', 500),
		file('/var/lib/app/base/2', 700),
		file('/var/lib/app/settings', 10),
		file('/etc/app.conf', 2_000),
		file('/tmp/a', 1),
		file('/var/cache/b', undefined),
	])
	const outline = ({ name, children }: Written): unknown => (children ? [name, children.map(outline)] : name)

	it('groups by folder, the largest first, and skips folders that hold but one other', () => {
		assert.deepEqual(outline(data), [
			'/',
			[
				['/etc', ['app.conf']],
				['/var/lib/app', [['base', ['2', '1']], 'settings']],
			],
		])
	})

	it('sums up bytes and files', () => {
		assert.deepEqual([data.size, data.files, data.isIncomplete], [3_210, 4, false])
		const app = data.children?.[1]
		assert.deepEqual([app?.path, app?.size, app?.files], ['/var/lib/app', 1_210, 3])
	})

	it('folds noise away, and says where a size is missing', () => {
		assert.deepEqual([noise.size, noise.files, noise.isIncomplete], [1, 2, true])
	})

	it('says nothing of a container that wrote nothing', () => {
		const empty = dataAtRisk([]).data
		assert.deepEqual([empty.size, empty.files, empty.children], [0, 0, []])
	})
})
