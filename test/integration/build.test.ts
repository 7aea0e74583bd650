import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Connection } from '../../src/engine/connection.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { EngineError } from '../../src/engine/errors.ts'
import { instructionOfStep, parseDockerfile } from '../../src/images/build/dockerfile.ts'
import { BuildError, buildImage, type BuildProgress, type BuildRequest } from '../../src/images/build/operations.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'
import { connectionTo } from './parts.ts'

describe('Build', () => {
	let test: TestEngine
	let connection: Connection
	let engine: Engine
	let folder: string
	before(async () => {
		test = await TestEngine.start()
		await makeBusybox(test.docker)
		connection = connectionTo(test.host)
		engine = await connection.connected()
	})
	beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'longshore-build-'))))
	afterEach(async () => {
		await rm(folder, { recursive: true, force: true })
		await test.clear()
	})
	after(async () => {
		connection.dispose()
		await test.stop()
	})

	async function build(
		dockerfile: string,
		request: Partial<BuildRequest> = {},
		report: (progress: BuildProgress) => void = () => undefined,
		signal = new AbortController().signal,
	): Promise<string> {
		await writeFile(join(folder, 'Dockerfile'), dockerfile)
		const plain = { tags: ['app:1'], target: undefined, buildArguments: {}, platform: undefined, pull: false }
		const context = { folder, dockerfile: join(folder, 'Dockerfile'), noCache: false }
		return buildImage(engine, { ...context, ...plain, ...request }, signal, report)
	}

	const containers = () => test.docker.listContainers({ all: true })

	it('builds with target, arguments, several tags, and without what is ignored', async () => {
		await writeFile(join(folder, 'secret.env'), 'x')
		await writeFile(join(folder, 'app.txt'), 'hello')
		await writeFile(join(folder, '.dockerignore'), '*.env')
		const output: string[] = []
		const steps = new Set<string>()
		let sent = 0
		const id = await build(
			'ARG BASE=nothing\nFROM ${BASE} AS one\nARG GREETING\nCOPY . /app\nRUN echo "$GREETING" > /greeting; ls /app\nFROM one AS two\nRUN exit 1\n',
			{ target: 'one', buildArguments: { BASE: 'busybox', GREETING: 'hi there' }, tags: ['app:1', 'alice/app:2'] },
			(progress) => {
				output.push(progress.output)
				sent = progress.sent
				if (progress.step) steps.add(`${progress.step.number}/${progress.step.total}`)
			},
		)
		const { Id, RepoTags } = await test.docker.getImage('app:1').inspect()
		assert.equal(Id, id)
		assert.deepEqual(RepoTags.sort(), ['alice/app:2', 'app:1'])
		assert.match(output.join(''), /Dockerfile\napp\.txt\n/)
		assert.doesNotMatch(output.join(''), /secret\.env/)
		assert.deepEqual([...steps], ['1/5', '2/5', '3/5', '4/5', '5/5'])
		assert.ok(sent > 100)
		assert.deepEqual(await containers(), [])
	})

	it('builds for another platform where the base has none of its own', async () => {
		const id = await build('FROM scratch\nCOPY Dockerfile /\n', { platform: 'linux/arm64' })
		assert.equal((await test.docker.getImage(id).inspect()).Architecture, 'arm64')
	})

	it('names the line of the instruction that failed, and leaves no container and no tag', async () => {
		const text = 'FROM busybox\n\nRUN true\n# fails\nRUN echo no; \\\n  exit 3\nRUN true\n'
		const error: unknown = await build(text, { tags: ['failed:1'] }).catch((thrown: unknown) => thrown)
		assert.ok(error instanceof BuildError && error.step, String(error))
		assert.match(error.message, /returned a non-zero code: 3/)
		const instruction = instructionOfStep(parseDockerfile(text), error.step)
		assert.deepEqual([instruction?.line, instruction?.endLine], [4, 5])
		assert.deepEqual(await containers(), [])
		await assert.rejects(test.docker.getImage('failed:1').inspect())
	})

	it('names the line of what is no instruction', async () => {
		const error: unknown = await build('FROM busybox\nRUN true\nFETCH x\n').catch((thrown: unknown) => thrown)
		assert.ok(error instanceof BuildError, String(error))
		assert.equal(error.line, 2)
		assert.match(error.message, /FETCH/)
	})

	it('names the step whose file is missing', async () => {
		const error: unknown = await build('FROM busybox\nCOPY missing /x\n').catch((thrown: unknown) => thrown)
		assert.ok(error instanceof BuildError, String(error))
		assert.equal(error.step?.number, 2)
		assert.match(error.message, /missing/)
	})

	it('says that a stage is not there', async () => {
		const error: unknown = await build('FROM busybox\n', { target: 'nothing' }).catch((thrown: unknown) => thrown)
		assert.ok(error instanceof BuildError, String(error))
		assert.match(error.message, /nothing/)
	})

	it('ends at once when it is cancelled, and leaves no container', async () => {
		const abort = new AbortController()
		const started = Promise.withResolvers<void>()
		const building = build(
			'FROM busybox\nRUN echo started; sleep 600\n',
			{ tags: ['cancelled:1'] },
			({ output }) => output.includes('started') && started.resolve(),
			abort.signal,
		)
		await Promise.race([started.promise, building])
		const before = performance.now()
		abort.abort()
		await assert.rejects(building, (error) => error instanceof EngineError && error.reason === 'cancelled')
		assert.ok(performance.now() - before < 1000)
		while ((await containers()).length > 0) await new Promise((resolve) => setTimeout(resolve, 50))
		await assert.rejects(test.docker.getImage('cancelled:1').inspect())
	})

	it('ends when it is cancelled while the context is sent', async () => {
		await writeFile(join(folder, 'large'), Buffer.alloc(200_000_000))
		const abort = new AbortController()
		const building = build('FROM busybox\n', {}, ({ sent }) => sent > 1_000_000 && abort.abort(), abort.signal)
		await assert.rejects(building, (error) => error instanceof EngineError && error.reason === 'cancelled')
	})
})
