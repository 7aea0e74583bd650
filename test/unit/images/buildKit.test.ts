import { PbfWriter } from 'pbf'
import assert from 'node:assert/strict'

import { readTrace, type Trace, type Vertex } from '../../../src/images/build/buildKit/trace.ts'
import { Transcript } from '../../../src/images/build/buildKit/transcript.ts'

describe('readTrace', () => {
	const digest = 'sha256:7353c50f03a6c1675da78fcc6506d246429346643fb3dbdbcd1e5b646f441633'

	it('reads an instruction that has begun, as an engine told it', () => {
		const { vertexes } = readTrace(
			'CvQBCkdzaGEyNTY6NzM1M2M1MGYwM2E2YzE2NzVkYTc4ZmNjNjUwNmQyNDY0MjkzNDY2NDNmYjNkYmRiY2QxZTViNjQ2ZjQ0MTYzMxJHc2hhMjU2OmNkYTY1ODExNWM5YWFhYzVmOTVhMDZhZDdkMWM5MmFlOWIxMmE3NjQyYzIwOTYyNDZlYzcxYzBmNWIzYjMwN2IaU1tzdGFnZS0xIDEvMl0gUlVOIC0tbW91bnQ9dHlwZT1jYWNoZSx0YXJnZXQ9L3ggZWNobyBoZWxsbyAmJiBscyAveCAmJiBlY2hvIG1vcmUgPiYyKgsIzv6c2AYQyJXcVg==',
		)
		const name = '[stage-1 1/2] RUN --mount=type=cache,target=/x echo hello && ls /x && echo more >&2'
		assert.deepEqual(vertexes, [
			{ digest, name, isCached: false, startedAt: 1795637070.1818652, completedAt: undefined, error: '' },
		])
	})

	it('reads what it writes', () => {
		const { logs, vertexes } = readTrace(
			'GmEKR3NoYTI1Njo3MzUzYzUwZjAzYTZjMTY3NWRhNzhmY2M2NTA2ZDI0NjQyOTM0NjY0M2ZiM2RiZGJjZDFlNWI2NDZmNDQxNjMzEgwIzv6c2AYQ0KaB9AEYASIGaGVsbG8K',
		)
		assert.deepEqual(vertexes, [])
		assert.deepEqual(
			logs.map(({ vertex, message }) => [vertex, Buffer.from(message).toString()]),
			[[digest, 'hello\n']],
		)
	})

	it('reads what it finds questionable, and where', () => {
		const writer = new PbfWriter()
		writer.writeMessage(
			4,
			(_, warning) => {
				warning.writeStringField(1, digest)
				warning.writeStringField(3, 'MaintainerDeprecated: use a label (line 2)')
				warning.writeStringField(4, 'more words')
				warning.writeStringField(5, 'https://docs.docker.com/x/')
				for (const lines of [
					[2, 4],
					[9, 9],
				])
					warning.writeMessage(7, writeRange, lines)
			},
			undefined,
		)
		writer.writeMessage(4, (_, warning) => warning.writeStringField(3, 'odd'), undefined)
		const { warnings } = readTrace(Buffer.from(writer.finish()).toString('base64'))
		const message = 'MaintainerDeprecated: use a label (line 2)'
		assert.deepEqual(warnings, [
			{ vertex: digest, message, url: 'https://docs.docker.com/x/', lines: { first: 1, last: 3 } },
			{ vertex: '', message: 'odd', url: '', lines: undefined },
		])
	})

	it('throws at what is cut off', () => assert.throws(() => readTrace('GmEKR3NoYTI1Njo3')))
})

/** `pb.Range` */
function writeRange(lines: readonly number[], range: PbfWriter): void {
	for (const [at, line] of lines.entries()) {
		range.writeMessage(at + 1, (_, position) => position.writeVarintField(1, line), undefined)
	}
}

describe('the transcript of a build', () => {
	const vertex = (digest: string, rest: Partial<Vertex> = {}): Vertex => ({
		digest,
		name: digest,
		isCached: false,
		startedAt: undefined,
		completedAt: undefined,
		error: '',
		...rest,
	})
	const trace = (parts: Partial<Trace>): Trace => ({ vertexes: [], statuses: [], logs: [], warnings: [], ...parts })
	const log = (digest: string, text: string) => ({ vertex: digest, message: Buffer.from(text, 'latin1') })

	it('numbers what runs side by side, in whole lines', () => {
		const transcript = new Transcript()
		const one = vertex('a', { name: '[1/2] RUN one', startedAt: 1 })
		const two = vertex('b', { name: '[2/2] RUN two', startedAt: 2 })
		assert.equal(
			transcript.add(trace({ vertexes: [one, vertex('b', { name: two.name })], logs: [log('a', 'x\nhalf')] })),
			'#1 [1/2] RUN one\n#1 x\n',
		)
		assert.equal(transcript.done, 0)
		assert.equal(transcript.step?.text, 'RUN one')
		assert.equal(
			transcript.add(trace({ vertexes: [two, { ...one, completedAt: 2.52 }], logs: [log('a', ' a line\xc3')] })),
			'\n#2 [2/2] RUN two\n#1 half a line\n#1 DONE 1.5s\n',
		)
		assert.equal(transcript.done, 0.5)
		assert.equal(transcript.add(trace({ vertexes: [{ ...two, completedAt: 2, isCached: true }] })), '#2 CACHED\n')
		assert.equal(transcript.done, 1)
	})

	it('never goes back when more instructions become known', () => {
		const transcript = new Transcript()
		const done = ['[one 1/3] FROM a', '[one 2/3] RUN b', '[two 1/2] FROM c'].map((name, at) => {
			transcript.add(trace({ vertexes: [vertex(name, { name, startedAt: at, completedAt: at })] }))
			return transcript.done
		})
		assert.deepEqual(done, [1 / 3, 2 / 3, 2 / 3])
	})

	it('says once what is told again, and nothing of what has not begun', () => {
		const transcript = new Transcript()
		const whole = trace({
			vertexes: [vertex('a', { startedAt: 1, completedAt: 1 }), vertex('b')],
			statuses: [{ vertex: 'a', id: 'exporting layers', isCompleted: true }],
		})
		assert.equal(transcript.add(whole), '#1 a\n#1 exporting layers\n#1 DONE 0.0s\n')
		assert.equal(transcript.add(whole), '')
		assert.equal(transcript.step, undefined)
	})

	it('tells one after the other of what comes at once', () => {
		const ended = { startedAt: 1, completedAt: 1, isCached: true }
		assert.equal(
			new Transcript().add(trace({ vertexes: [vertex('a', ended), vertex('b', ended)] })),
			'#1 a\n#1 CACHED\n\n#2 b\n#2 CACHED\n',
		)
	})

	it('knows the base that was not found', () => {
		const transcript = new Transcript()
		assert.deepEqual(transcript.failed, {})
		const name = '[internal] load metadata for docker.io/library/alpine:4'
		const ended = { startedAt: 1, completedAt: 2, error: 'no such host' }
		transcript.add(trace({ vertexes: [vertex('[auth] x', ended), vertex('a', { ...ended, name })] }))
		assert.deepEqual(transcript.failed, { step: undefined, base: 'docker.io/library/alpine:4' })
	})

	it('tells the instruction that failed from those that were cut off with it', () => {
		const transcript = new Transcript()
		const ended = { startedAt: 1, completedAt: 2 }
		const output = transcript.add(
			trace({
				vertexes: [
					vertex('a', { ...ended, name: '[one 1/1] RUN sleep 9', error: 'process ended: context canceled' }),
					vertex('b', { ...ended, name: '[two 1/1] RUN false', error: 'exit code: 1' }),
				],
				warnings: [{ vertex: 'b', message: 'FROM and as differ in case', url: '', lines: undefined }],
			}),
		)
		const { step, base } = transcript.failed
		assert.ok(step?.builder === 'buildKit')
		assert.deepEqual([step.stage, base], ['two', undefined])
		assert.match(output, /^#2 WARNING: FROM and as differ in case\n/m)
		assert.match(output, /^#2 ERROR: exit code: 1\n/m)
	})
})
