import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import * as vscode from 'vscode'

import { isAtLeast, type Engine } from '../../src/engine/engine.ts'
import { EngineError } from '../../src/engine/errors.ts'
import { BuildError, type BuildProgress, type BuildRequest, type BuildWarning } from '../../src/images/build/build.ts'
import { Builds } from '../../src/images/build/builds.ts'
import { instructionAt, parseDockerfile, type Step } from '../../src/images/build/dockerfile.ts'
import { buildImage } from '../../src/images/build/operations.ts'
import type { TestEngine } from '../support/engine.ts'
import { makeHostImage } from '../support/images.ts'
import { startRegistry } from '../support/registry.ts'
import { startSshAgent } from '../support/sshAgent.ts'
import { withEngine } from './parts.ts'

describe('Build', () => {
	let test: TestEngine
	let withBuildKit: Engine
	let folder: string
	withEngine((opened) => ({ test, engine: withBuildKit } = opened))
	beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'longshore-build-'))))
	afterEach(async () => {
		await rm(folder, { recursive: true, force: true })
		await test.clear()
	})

	async function build(
		engine: Engine,
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

	async function failure(...words: Parameters<typeof build>): Promise<BuildError> {
		const error: unknown = await build(...words).catch((thrown: unknown) => thrown)
		assert.ok(error instanceof BuildError, String(error))
		return error
	}

	const containers = () => test.docker.listContainers({ all: true })

	for (const builder of ['BuildKit', 'the classic builder'] as const) {
		describe(`by ${builder}`, () => {
			const engine = (): Engine => ({ ...withBuildKit, hasBuildKit: builder === 'BuildKit' })

			it('builds with target, arguments, several tags, and without what is ignored', async () => {
				await writeFile(join(folder, 'secret.env'), 'x')
				await writeFile(join(folder, 'app.txt'), 'hello')
				await writeFile(join(folder, '.dockerignore'), '*.env')
				const output: string[] = []
				const steps = new Map<string, Step>()
				const done: number[] = []
				let sent = 0
				const id = await build(
					engine(),
					'ARG BASE=nothing\nFROM ${BASE} AS one\nARG GREETING\nCOPY . /app\nRUN echo "$GREETING" > /greeting; ls /app\nFROM one AS two\nRUN exit 1\n',
					{ target: 'one', buildArguments: { BASE: 'busybox', GREETING: 'hi there' }, tags: ['app:1', 'alice/app:2'] },
					(progress) => {
						output.push(progress.output)
						sent = progress.sent
						done.push(progress.done)
						if (progress.step) steps.set(`${progress.step.number}/${progress.step.total}`, progress.step)
					},
				)
				const { Id, RepoTags } = await test.docker.getImage('app:1').inspect()
				assert.equal(Id, id)
				assert.deepEqual(RepoTags.sort(), ['alice/app:2', 'app:1'])
				assert.match(output.join(''), /Dockerfile\n(#\d+ )?app\.txt\n/)
				assert.match(output.join(''), /"hi there" > \/greeting|\$GREETING/)
				assert.doesNotMatch(output.join(''), /secret\.env/)
				const counted = builder === 'BuildKit' ? ['1/3', '2/3', '3/3'] : ['1/5', '2/5', '3/5', '4/5', '5/5']
				assert.deepEqual([...steps.keys()], counted)
				assert.match(steps.get(counted.at(-1) ?? '')?.text ?? '', /^RUN echo/)
				assert.ok(sent > 100)
				assert.ok(done.every((part, at) => part >= (done[at - 1] ?? 0) && part <= 1) && (done.at(-1) ?? 0) > 0.7)
				assert.deepEqual(await containers(), [])
			})

			it('builds for another platform where the base has none of its own', async () => {
				const id = await build(engine(), 'FROM scratch\nCOPY Dockerfile /\n', { platform: 'linux/arm64' })
				assert.equal((await test.docker.getImage(id).inspect()).Architecture, 'arm64')
			})

			it('names the line of the instruction that failed, and leaves no container and no tag', async () => {
				const text =
					'FROM busybox AS other\nRUN echo "other of ${0}"\nFROM busybox\n\nCOPY --from=other /bin/sh /x\n# fails\nRUN echo no; \\\n  exit 3\nRUN true\n'
				const error = await failure(engine(), text, { tags: ['failed:1'] })
				assert.ok(error.place.step)
				assert.match(error.message, /(exit|non-zero) code: 3/)
				const instruction = instructionAt(parseDockerfile(text), error.place)
				assert.deepEqual([instruction?.line, instruction?.endLine], [6, 7])
				assert.deepEqual(await containers(), [])
				await assert.rejects(test.docker.getImage('failed:1').inspect())
			})

			it('names the line of what is no instruction', async () => {
				const error = await failure(engine(), 'FROM busybox\nRUN true\nFETCH x\n')
				assert.equal(error.line, 2)
				assert.match(error.message, /^dockerfile parse error.*FETCH/)
			})

			it('names the step whose file is missing', async () => {
				const text = 'FROM busybox\nCOPY missing /x\nRUN true\n'
				const error = await failure(engine(), text)
				assert.ok(error.place.step)
				assert.equal(instructionAt(parseDockerfile(text), error.place)?.line, 1)
				assert.match(error.message, /missing/)
			})

			it('names the line of a base that is not there', async () => {
				const text = 'FROM busybox AS one\nRUN true\nFROM nothing/like:this AS two\nCOPY --from=one /bin /bin\n'
				const error = await failure(engine(), text)
				const instruction = instructionAt(parseDockerfile(text), error.place)
				assert.equal(instruction?.line, 2)
			})

			it('says that a stage is not there', async () => {
				assert.match((await failure(engine(), 'FROM busybox\n', { target: 'nothing' })).message, /nothing/)
			})

			it('ends at once when it is cancelled, and leaves no container and no process', async () => {
				const abort = new AbortController()
				const started = Promise.withResolvers<void>()
				const seconds = builder === 'BuildKit' ? '6001' : '6002'
				const building = build(
					engine(),
					`FROM busybox\nRUN echo started; sleep ${seconds}\n`,
					{ tags: ['cancelled:1'] },
					({ output }) => /^(#\d+ )?started/m.test(output) && started.resolve(),
					abort.signal,
				)
				await Promise.race([started.promise, building])
				while (!(await isRunning('sleep', seconds))) await wait(50)
				abort.abort()
				await assert.rejects(building, (error) => error instanceof EngineError && error.reason === 'cancelled')
				while ((await containers()).length > 0 || (await isRunning('sleep', seconds))) await wait(50)
				await assert.rejects(test.docker.getImage('cancelled:1').inspect())
			})

			it('ends when it is cancelled while the context is sent', async () => {
				await writeFile(join(folder, 'large'), Buffer.alloc(200_000_000))
				const abort = new AbortController()
				const building = build(
					engine(),
					'FROM busybox\n',
					{},
					({ sent }) => sent > 1_000_000 && abort.abort(),
					abort.signal,
				)
				await assert.rejects(building, (error) => error instanceof EngineError && error.reason === 'cancelled')
			})

			it('pulls a private base image with the account that is given for its registry', async () => {
				const account = { name: 'alice', secret: 'correct horse' }
				await using registry = await startRegistry({ account })
				const base = `${registry.address}/team/base`
				await test.docker.getImage('busybox').tag({ repo: base, tag: '1' })
				const authconfig = { username: account.name, password: account.secret, serveraddress: registry.address }
				for await (const chunk of await test.docker.getImage(`${base}:1`).push({ authconfig })) void chunk
				await test.docker.getImage(`${base}:1`).remove()
				const text = `FROM ${base}:1\nRUN echo mine\n`
				await assert.rejects(build(engine(), text))
				const credential = { registry: registry.address, userName: account.name, secret: account.secret }
				const signIn = async (asked: string) => (asked === registry.address ? credential : undefined)
				assert.match(await build(engine(), text, { signIn, registries: [registry.address] }), /^sha256:/)
			})
		})
	}

	it('mounts a secret for one instruction, and leaves nothing of it in the image', async () => {
		const secret = 'npm_s3cr3t'
		await writeFile(join(folder, '.dockerignore'), 'token')
		await writeFile(join(folder, 'token'), secret)
		const text = 'FROM busybox\nRUN --mount=type=secret,id=npm wc -c < /run/secrets/npm > /length\n'
		const id = await build(withBuildKit, text, { secrets: { npm: join(folder, 'token') } })
		const run = await test.docker.createContainer({ Image: id, Cmd: ['cat', '/length'], Tty: true })
		const output = await run.attach({ stream: true, stdout: true })
		await run.start()
		const said: Buffer[] = []
		for await (const chunk of output) if (Buffer.isBuffer(chunk)) said.push(chunk)
		assert.equal(Buffer.concat(said).toString().trim(), String(secret.length))
		const image = await test.docker.getImage(id).get()
		for await (const chunk of image) assert.ok(!String(chunk).includes(secret))
	})

	it('lets an instruction speak with the SSH agent, and only where that was allowed', async () => {
		await makeHostImage(test.docker, 'ssh:1', ['/bin/dash:sh', '/usr/bin/ssh-add:ssh-add'])
		await using agent = await startSshAgent(folder, 'key of the test')
		const text = 'FROM ssh:1\nRUN --mount=type=ssh case "$(ssh-add -l)" in *"key of the test"*) ;; *) exit 7 ;; esac\n'
		await writeFile(join(folder, '.dockerignore'), 'agent\n')
		await build(withBuildKit, text, { sshAgent: agent.address })
		const error = await failure(withBuildKit, text.replace('exit 7', 'exit 8'))
		assert.match(error.message, /exit code: 8/)
		const required = await failure(withBuildKit, text.replace('type=ssh', 'type=ssh,required=true'))
		assert.match(required.message, /ssh/i)
	})

	it('tells what BuildKit finds questionable, each thing once', async function () {
		// The engines that check Dockerfiles; older ones find nothing questionable.
		if (!isAtLeast(withBuildKit.apiVersion, '1.46')) this.skip()
		let found: readonly BuildWarning[] = []
		await build(withBuildKit, 'FROM scratch\nCOPY . /\n\nENV one \\\n  two\n', {}, ({ warnings }) => (found = warnings))
		assert.deepEqual(
			found.map(({ message, url, lines }) => [/^\w+/.exec(message)?.[0], url.includes('/rule/'), lines]),
			[['LegacyKeyValueFormat', true, { first: 3, last: 3 }]],
		)
	})

	it('marks an error and warnings at their lines, and nothing when the next build begins', () => {
		const builds = new Builds()
		try {
			const file = vscode.Uri.file(join(folder, 'Dockerfile'))
			const message = "FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)"
			const warning = { message, url: 'https://docs.docker.com/x/', lines: { first: 0, last: 0 } }
			const failed = { range: new vscode.Range(2, 0, 3, 9), message: 'exit code: 1' }
			builds.mark(file, { failed, warnings: [warning, { message: 'Odd', url: '', lines: undefined }] })
			const marks = vscode.languages.getDiagnostics(file)
			assert.deepEqual(
				marks.map(({ severity, range, message: text, code, source }) => ({
					...{ severity, line: range.start.line, text, source },
					rule: typeof code === 'object' ? [code.value, code.target.toString()] : code,
				})),
				[
					{ severity: 0, line: 2, text: 'exit code: 1', source: 'docker build', rule: undefined },
					{
						...{ severity: 1, line: 0, text: "'as' and 'FROM' keywords' casing do not match", source: 'docker build' },
						rule: ['FromAsCasing', 'https://docs.docker.com/x/'],
					},
					{ severity: 1, line: 0, text: 'Odd', source: 'docker build', rule: undefined },
				],
			)
			builds.mark(file, { warnings: [] })
			assert.deepEqual(vscode.languages.getDiagnostics(file), [])
		} finally {
			builds.dispose()
		}
	})

	it('says which secret is required and was not given', async () => {
		const text = 'FROM busybox\nRUN --mount=type=secret,id=npm,required=true cat /run/secrets/npm\n'
		const error = await failure(withBuildKit, text)
		assert.match(error.message, /npm/)
		assert.ok(error.place.step)
		assert.equal(instructionAt(parseDockerfile(text), error.place)?.line, 1)
	})
})

async function isRunning(...command: readonly string[]): Promise<boolean> {
	const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
	const commands = await Promise.all(processes.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
	return commands.includes(`${command.join('\0')}\0`)
}
