import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { extract } from 'tar-stream'
import { packContext, sentMode } from '../../../src/images/build/context.ts'

describe('packContext', () => {
	let folder: string
	beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'longshore-context-'))))
	afterEach(() => rm(folder, { recursive: true, force: true }))

	async function write(files: Readonly<Record<string, string>>): Promise<void> {
		for (const [name, content] of Object.entries(files)) {
			await mkdir(dirname(join(folder, name)), { recursive: true })
			await writeFile(join(folder, name), content)
		}
	}

	async function packed(dockerfile = 'Dockerfile', signal = new AbortController().signal) {
		const { stream, dockerfileName } = await packContext(
			{ folder, dockerfile: join(folder, dockerfile) },
			signal,
			() => undefined,
		)
		const entries = new Map<string, string>()
		const archive = extract()
		stream.on('error', (error) => archive.destroy(error))
		stream.pipe(archive)
		for await (const entry of archive) {
			let content = ''
			for await (const chunk of entry) content += String(chunk)
			entries.set(entry.header.name.replace(/\/$/, ''), content || `(${entry.header.type})`)
		}
		return { entries, dockerfileName, names: [...entries.keys()].sort() }
	}

	it('sends files, folders and links, with their content', async () => {
		await write({ Dockerfile: 'FROM scratch', 'src/a.txt': 'a', 'src/deep/b.txt': 'b', empty: '' })
		await symlink('src/a.txt', join(folder, 'link'))
		const { entries, dockerfileName } = await packed()
		assert.equal(dockerfileName, 'Dockerfile')
		assert.deepEqual(
			entries,
			new Map([
				['Dockerfile', 'FROM scratch'],
				['empty', '(file)'],
				['link', '(symlink)'],
				['src', '(directory)'],
				['src/a.txt', 'a'],
				['src/deep', '(directory)'],
				['src/deep/b.txt', 'b'],
			]),
		)
	})

	it('leaves out what .dockerignore excludes, keeps what it takes back, and always the Dockerfile', async () => {
		await write({
			'.dockerignore': '# comment\nnode_modules\n**/*.log\ndocs\n!docs/README.md\nDockerfile\n.dockerignore\n',
			Dockerfile: 'x',
			'app.js': 'x',
			'app.log': 'x',
			'src/deep/trace.log': 'x',
			'node_modules/left/index.js': 'x',
			'docs/README.md': 'x',
			'docs/other.md': 'x',
		})
		const { names } = await packed()
		assert.deepEqual(names, ['.dockerignore', 'Dockerfile', 'app.js', 'docs/README.md', 'src', 'src/deep'])
	})

	for (const [kept, names] of [
		['!**/package.json', ['app/package.json', 'package.json']],
		['!./keepme/f', ['keepme/f']],
		['!/keepme/**', ['keepme/deep', 'keepme/deep/g', 'keepme/f']],
		['!app/*.json', ['app/package.json']],
	] as const) {
		it(`looks for what ${kept} takes back in folders that are ignored`, async () => {
			await write({
				'.dockerignore': `*\n${kept}`,
				Dockerfile: 'x',
				'package.json': 'x',
				'app/package.json': 'x',
				'app/index.js': 'x',
				'keepme/f': 'x',
				'keepme/deep/g': 'x',
			})
			assert.deepEqual((await packed()).names, ['.dockerignore', 'Dockerfile', ...names])
		})
	}

	it('prefers the list beside the Dockerfile, and keeps a Dockerfile of an ignored folder', async () => {
		await write({
			'.dockerignore': 'kept.txt',
			'docker/api.dockerfile': 'x',
			'docker/api.dockerfile.dockerignore': 'docker\nout',
			'kept.txt': 'x',
			'out/file': 'x',
		})
		const { names, dockerfileName } = await packed('docker/api.dockerfile')
		assert.equal(dockerfileName, 'docker/api.dockerfile')
		assert.deepEqual(names, ['.dockerignore', 'docker/api.dockerfile', 'kept.txt'])
	})

	it('brings a Dockerfile from outside the context', async () => {
		await write({ 'context/a': 'a', Dockerfile: 'FROM outside' })
		const outside = join(folder, 'Dockerfile')
		const { stream, dockerfileName } = await packContext(
			{ folder: join(folder, 'context'), dockerfile: outside },
			new AbortController().signal,
			() => undefined,
		)
		let bytes = 0
		for await (const chunk of stream) bytes += chunk.length
		assert.ok(bytes > 1024)
		assert.equal(dockerfileName, '.dockerfile.longshore')
	})

	it('sends files with their own rights, and from Windows, which knows of none, as ones that may be run', () => {
		assert.equal(sentMode(0o100640, 'linux'), 0o640)
		assert.equal(sentMode(0o104711, 'darwin'), 0o4711)
		assert.equal(sentMode(0o100666, 'win32'), 0o755)
	})

	it('carries names of more than 100 bytes, and a file larger than any buffer', async () => {
		const long = `${'d'.repeat(120)}/${'ü'.repeat(100)}.txt`
		await write({ Dockerfile: 'x', [long]: 'x', large: 'y'.repeat(3_000_000) })
		const { entries } = await packed()
		assert.equal(entries.get(long), 'x')
		assert.equal(entries.get('large')?.length, 3_000_000)
	})

	it('ends when it is aborted', async () => {
		await write({ Dockerfile: 'x', large: 'y'.repeat(3_000_000) })
		const abort = new AbortController()
		const { stream } = await packContext({ folder, dockerfile: join(folder, 'Dockerfile') }, abort.signal, () =>
			abort.abort(),
		)
		await assert.rejects(async () => {
			for await (const chunk of stream) assert.ok(chunk)
		})
	})
})
