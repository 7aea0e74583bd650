import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseChanges, wrongChange } from '../../../src/images/build/commit.ts'
import { projectFacts } from '../../../src/images/build/projectFacts.ts'
import { proposeReferences } from '../../../src/images/build/proposals.ts'

describe('proposeReferences', () => {
	it('takes the name and version of the package, then git’s tag and branch', () => {
		const proposals = proposeReferences({
			folderName: 'x',
			packageName: '@Acme/My App',
			packageVersion: '1.2.0+build.5',
			gitTags: ['v1.2.0', 'release/7'],
			gitBranch: 'feature/log-in',
		})
		assert.deepEqual(
			proposals.map(({ reference, origin, source }) => [reference, origin, source]),
			[
				['acme/my-app:1.2.0-build.5', 'version', '1.2.0+build.5'],
				['acme/my-app:1.2.0', 'gitTag', 'v1.2.0'],
				['acme/my-app:release-7', 'gitTag', 'release/7'],
				['acme/my-app:feature-log-in', 'branch', 'feature/log-in'],
				['acme/my-app:latest', 'latest', 'latest'],
			],
		)
	})
	it('takes the folder’s name where there is no package', () =>
		assert.deepEqual(
			proposeReferences({ folderName: '__Shop API__' }).map(({ reference }) => reference),
			['shop-api:latest'],
		))
	it('has a name where the folder’s has nothing that may stand in one', () =>
		assert.deepEqual(
			proposeReferences({ folderName: '가게', gitBranch: '///' }).map(({ reference }) => reference),
			['app:latest'],
		))
})

describe('projectFacts', () => {
	let folder: string
	const git = (...words: readonly string[]) =>
		execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words], {
			cwd: folder,
			stdio: 'pipe',
		})
	beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'longshore-facts-'))))
	afterEach(() => rm(folder, { recursive: true, force: true }))

	it('reads branch and tags from git’s files: loose, annotated and packed', async () => {
		git('init', '--initial-branch=main', '.')
		git('commit', '--allow-empty', '-m', 'one')
		git('tag', 'v0.9')
		git('commit', '--allow-empty', '-m', 'two')
		git('tag', 'v1.0')
		git('tag', '-a', 'v1.0-signed', '-m', 'annotated')
		await mkdir(join(folder, 'deep/er'), { recursive: true })
		const expected = ['v1.0', 'v1.0-signed']
		assert.deepEqual((await projectFacts(join(folder, 'deep/er'))).gitTags, expected)
		git('pack-refs', '--all')
		const facts = await projectFacts(folder)
		assert.deepEqual([facts.gitBranch, facts.gitTags], ['main', expected])
		git('worktree', 'add', 'tree', '-b', 'other')
		const other = await projectFacts(join(folder, 'tree'))
		assert.deepEqual([other.gitBranch, other.gitTags], ['other', expected])
		git('checkout', '--detach', 'v0.9')
		assert.deepEqual((await projectFacts(folder)).gitBranch, undefined)
		assert.deepEqual((await projectFacts(folder)).gitTags, ['v0.9'])
	})

	it('reads package.json, and bears one that is broken', async () => {
		await writeFile(join(folder, 'package.json'), '{"name":"shop","version":"2.0.1"}')
		const facts = await projectFacts(folder)
		assert.deepEqual([facts.packageName, facts.packageVersion], ['shop', '2.0.1'])
		await writeFile(join(folder, 'package.json'), '{"name":')
		assert.equal((await projectFacts(folder)).packageName, undefined)
	})
})

describe('changes at a commit', () => {
	it('are separated by semicolons, but not within an instruction', () =>
		assert.deepEqual(parseChanges('CMD ["sh", "-c", "a; b"]; ENV A=1;USER app ;'), [
			'CMD ["sh", "-c", "a; b"]',
			'ENV A=1',
			'USER app',
		]))
	it('are told when they are no instruction that a commit takes', () => {
		assert.equal(wrongChange('CMD sh; RUN make'), 'RUN')
		assert.equal(wrongChange('ENV'), 'ENV')
		assert.equal(wrongChange('env A=1; EXPOSE 80'), undefined)
	})
})
