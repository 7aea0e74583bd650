import assert from 'node:assert/strict'
import {
	imagesOf,
	instructionAt,
	isDockerfile,
	isSecretName,
	parseDockerfile,
	parseStep,
	secretsOf,
} from '../../../src/images/build/dockerfile.ts'

import { parseVertexName } from '../../../src/images/build/buildKit/transcript.ts'

function lines(text: string): readonly (readonly [string, string, number, number])[] {
	return parseDockerfile(text).instructions.map(({ keyword, words, line, endLine }) => [keyword, words, line, endLine])
}

describe('parseDockerfile', () => {
	it('knows where each instruction stands, over continuation lines, comments and empty lines', () => {
		const text = [
			'# syntax=docker/dockerfile:1',
			'',
			'from busybox',
			'RUN apt-get update \\',
			'  # why not',
			'',
			'  && apt-get install \\  ',
			'  curl',
			'CMD ["sh"]',
		].join('\r\n')
		assert.deepEqual(lines(text), [
			['FROM', 'busybox', 2, 2],
			['RUN', 'apt-get update && apt-get install curl', 3, 7],
			['CMD', '["sh"]', 8, 8],
		])
	})

	it('honours another escape character, but only at the top', () => {
		assert.deepEqual(lines('# escape=`\nFROM a\nRUN dir C:\\\nRUN b `\n c'), [
			['FROM', 'a', 1, 1],
			['RUN', 'dir C:\\', 2, 2],
			['RUN', 'b c', 3, 4],
		])
		assert.deepEqual(lines('# note\n# escape=`\nRUN a \\\n b'), [['RUN', 'a b', 2, 3]])
	})

	it('skips what stands in a here-document', () => {
		assert.deepEqual(lines('FROM a\nRUN <<EOF\nFROM b\nEOF\nCOPY <<-"ONE" <<TWO /x/\n1\nONE\n2\nTWO\nUSER u'), [
			['FROM', 'a', 0, 0],
			['RUN', '<<EOF', 1, 3],
			['COPY', '<<-"ONE" <<TWO /x/', 4, 8],
			['USER', 'u', 9, 9],
		])
	})

	it('lists the stages', () => {
		const { stages } = parseDockerfile(
			'ARG V=1\nFROM --platform=linux/amd64 node:$V AS build\nRUN x\nFROM scratch\nFROM build as test',
		)
		assert.deepEqual(stages, [
			{ base: 'node:$V', name: 'build', line: 1 },
			{ base: 'scratch', name: undefined, line: 3 },
			{ base: 'build', name: 'test', line: 4 },
		])
	})

	it('lists the build arguments once each, with what they are if not given', () => {
		const { buildArguments } = parseDockerfile(
			'ARG V=1.2\nFROM a:$V\nARG V\nARG A="two words" B=\'x y\' C D=\nARG E="say \\"hi\\""',
		)
		assert.deepEqual(buildArguments, [
			{ name: 'V', preset: '1.2' },
			{ name: 'A', preset: 'two words' },
			{ name: 'B', preset: 'x y' },
			{ name: 'C', preset: undefined },
			{ name: 'D', preset: '' },
			{ name: 'E', preset: 'say "hi"' },
		])
	})

	it('reads an empty file', () => assert.deepEqual(lines('\n# nothing\n'), []))
	it('ends with a file that ends in the middle of an instruction', () =>
		assert.deepEqual(lines('FROM a\nRUN b \\'), [
			['FROM', 'a', 0, 0],
			['RUN', 'b', 1, 1],
		]))
})

describe('a step', () => {
	const dockerfile = parseDockerfile('ARG V=1\nFROM a AS one\nRUN x\nFROM b\nRUN make \\\n  all')
	const lineOf = (text: string) => {
		const step = parseStep(text)
		return step && instructionAt(dockerfile, { step })?.line
	}
	it('is the instruction of that number', () => {
		assert.equal(lineOf('Step 1/6 : ARG V=1\n'), 0)
		assert.equal(lineOf('Step 5/6 : RUN make   all'), 4)
	})
	it('is found by its words where the number is another’s', () => assert.equal(lineOf('Step 2/3 : RUN x'), 2))
	it('is counted from the end of its stage where BuildKit names it', () => {
		const text = 'FROM a AS one\nWORKDIR /x\nCMD x\nRUN y\nFROM one\nENV A=1\nCOPY . .\nRUN make \\\n  all\nCMD y'
		const at = (name: string) => {
			const step = parseVertexName(name)
			return step && instructionAt(parseDockerfile(text), { step })?.line
		}
		// A base that is an image counts, another stage doesn't.
		assert.equal(at('[one 1/3] FROM docker.io/library/a'), 0)
		assert.equal(at('[one 2/3] WORKDIR /x'), 1)
		assert.equal(at('[linux/arm64 one 3/3] RUN y'), 3)
		assert.equal(at('[stage-1 1/2] COPY . .'), 6)
		assert.equal(at('[stage-1 2/2] RUN make   all'), 7)
		assert.equal(at('[internal] load metadata for docker.io/library/a:latest'), undefined)
		assert.equal(parseVertexName('[build  2/10] RUN x')?.stage, 'build')
	})
	it('is the FROM of a base that was not found, however either is written', () => {
		const of = (base: string) =>
			instructionAt(parseDockerfile('ARG V=1\nFROM ghcr.io/a/b@${D}\nFROM alpine\nFROM x:1'), { base })?.line
		assert.equal(of('docker.io/library/alpine:latest'), 2)
		assert.equal(of('docker.io/library/x:1'), 3)
		assert.equal(of('docker.io/library/x:2'), undefined)
		assert.equal(instructionAt(dockerfile, {}), undefined)
	})
	it('is nothing else', () => assert.equal(parseStep(' ---> Running in 0123456789ab'), undefined))
})

describe('secretsOf', () => {
	it('names what RUN mounts as a secret, each once, by its id or else by its file', () => {
		const text = [
			'FROM a',
			'RUN --mount=type=secret,id=npm,target=/root/.npmrc --mount=type=cache,id=deps,target=/x npm ci',
			'RUN --mount=type=secret,id=npm true',
			'RUN --mount=target=/run/keys/pip,type=secret true',
			'RUN echo --mount=type=bind,id=no',
		].join('\n')
		assert.deepEqual(secretsOf(parseDockerfile(text)), ['npm', 'pip'])
	})
})

describe('imagesOf', () => {
	it('names what a build pulls, each once: bases and what is copied or mounted from, with the arguments in them', () => {
		const text = [
			'ARG REG=ghcr.io/acme TAG NONE',
			'FROM --platform=linux/amd64 ${REG}/base:${TAG:-1}$NONE AS Build',
			'COPY --from=quay.io/acme/tools:1 /a /b',
			'RUN --mount=type=bind,from=build,source=/x --mount=from=localhost:5000/deps,target=/y make --from=here',
			'FROM build',
			'COPY --chown=1 --from=0 /a /b',
			'COPY --from=BUILD /a /b',
			'COPY --from=quay.io/acme/tools:1 /c /d',
			'ENV A=--from=b',
		].join('\n')
		const images = (given: Readonly<Record<string, string>>) => imagesOf(parseDockerfile(text), given)
		const others = ['quay.io/acme/tools:1', 'localhost:5000/deps']
		assert.deepEqual(images({}), ['ghcr.io/acme/base:1', ...others])
		assert.deepEqual(images({ TAG: '2', REG: 'own' }), ['own/base:2', ...others])
	})
})

describe('names', () => {
	for (const name of ['Dockerfile', 'Containerfile', 'Dockerfile.dev', 'api.dockerfile', 'API.Dockerfile']) {
		it(`takes ${name} for a Dockerfile`, () => assert.ok(isDockerfile(name)))
	}
	for (const name of ['Dockerfile.dockerignore', 'docker-compose.yml', 'MyDockerfile.txt', 'dockerfile-notes.md']) {
		it(`doesn't take ${name} for one`, () => assert.ok(!isDockerfile(name)))
	}
	it('takes for secrets what sounds like it', () => {
		assert.ok(['NPM_TOKEN', 'password', 'DB_PASSWORD', 'API_KEY', 'SECRET_1'].every(isSecretName))
		assert.ok(!['VERSION', 'TOKENIZER', 'AUTHOR', 'KEYS'].some(isSecretName))
	})
})
