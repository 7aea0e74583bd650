import assert from 'node:assert/strict'
import { Readable } from 'node:stream'

import { Disposable, Emitter } from '../../../src/engine/disposable.ts'
import { touched } from '../../../src/engine/inventory.ts'
import { jsonLines } from '../../../src/engine/jsonLines.ts'
import { backOff } from '../../../src/engine/recovery.ts'

describe('touched', () => {
	const event = (type: string, action: string, id: string, attributes = {}) => touched({ type, action, id, attributes })

	it('asks for what an event is about', () => {
		assert.deepEqual(event('volume', 'create', 'data'), [['volumes', 'data']])
		assert.deepEqual(event('container', 'die', 'c1'), [['containers', 'c1']])
		assert.deepEqual(event('network', 'create', 'n1'), [['networks', 'n1']])
		assert.deepEqual(event('image', 'tag', 'sha256:1'), [['images', 'sha256:1']])
	})

	it('asks for the container that joins or leaves a network, not for the network', () => {
		assert.deepEqual(event('network', 'connect', 'n1', { container: 'c1' }), [['containers', 'c1']])
	})

	it('asks for the image that a commit made', () => {
		assert.deepEqual(event('container', 'commit', 'c1', { imageID: 'sha256:2' }), [['images', 'sha256:2']])
	})

	it('asks for nothing where Longshore’s own containers, or things it does not show, are concerned', () => {
		assert.deepEqual(event('container', 'start', 'c1', { 'longshore.helper': 'data' }), [])
		assert.deepEqual(event('daemon', 'reload', 'd1'), [])
		assert.deepEqual(event('volume', 'prune', ''), [])
	})
})

describe('jsonLines', () => {
	const read = async (...chunks: readonly string[]) =>
		Array.fromAsync(jsonLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk, 'latin1')))))

	it('reads lines however they are cut', async () => {
		assert.deepEqual(await read('{"a":1}\n{"b"', ':2}\r\n', '\n{"c":3}'), [{ a: 1 }, { b: 2 }, { c: 3 }])
	})

	it('reads a character that is cut in two', async () => {
		const [head, tail] = ['{"a":"é"}\n']
			.map((line) => Buffer.from(line))
			.flatMap((line) => [line.subarray(0, 7), line.subarray(7)])
		assert.deepEqual(await read(head?.toString('latin1') ?? '', tail?.toString('latin1') ?? ''), [{ a: 'é' }])
	})

	it('refuses what is no JSON', async () => {
		await assert.rejects(read('<html>\n'), /not JSON/)
	})
})

describe('backOff', () => {
	it('doubles, and stays at 30 s for ever', () => {
		assert.deepEqual([0, 1, 2, 7, 1_000].map(backOff), [250, 500, 1_000, 30_000, 30_000])
	})
})

describe('Emitter and Disposable', () => {
	it('tells a listener once for each subscription, until it ends', () => {
		const heard: number[] = []
		const emitter = new Emitter<number>()
		const listener = (value: number) => heard.push(value)
		const first = emitter.event(listener)
		emitter.event(listener)
		emitter.fire(1)
		first.dispose()
		emitter.fire(2)
		assert.deepEqual(heard, [1, 1, 2])
	})

	it('disposes at once what is registered too late', () => {
		class Owner extends Disposable {
			own(part: { dispose(): void }): void {
				this.register(part)
			}
		}
		const order: string[] = []
		const owner = new Owner()
		owner.own({ dispose: () => order.push('first') })
		owner.own({ dispose: () => order.push('second') })
		owner.dispose()
		owner.dispose()
		owner.own({ dispose: () => order.push('late') })
		assert.deepEqual(order, ['second', 'first', 'late'])
	})
})
