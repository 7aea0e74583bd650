import assert from 'node:assert/strict'
import { decodeDetails, parseSize } from '../../../src/containers/details.ts'

describe('decodeDetails', () => {
	const details = decodeDetails({
		Id: 'abcdef0123456789',
		Config: { Tty: true },
		State: { StartedAt: '2026-01-02T03:04:05.678Z' },
		HostConfig: {
			Tmpfs: { '/run': 'rw,size=64m,mode=1777', '/lock': 'ro' },
			Mounts: [{ Type: 'tmpfs', Target: '/scratch', TmpfsOptions: { SizeBytes: 1_000_000 } }],
		},
		Mounts: [
			{ Type: 'tmpfs', Source: '', Destination: '/scratch', RW: true, Propagation: '' },
			{ Type: 'volume', Name: 'data', Source: '/v/data/_data', Destination: '/data', RW: true, Propagation: '' },
			{ Type: 'bind', Source: '/srv', Destination: '/srv', RW: false, Propagation: 'rshared' },
		],
		NetworkSettings: {
			Networks: {
				back: {
					NetworkID: 'n1',
					IPAddress: '10.0.0.2',
					IPPrefixLen: 24,
					GlobalIPv6Address: 'fd00::2',
					GlobalIPv6PrefixLen: 64,
					Aliases: ['db', 'abcdef012345'],
				},
				idle: { NetworkID: '', Aliases: null },
			},
		},
	})

	it('knows every mount, those of --tmpfs too, with sizes and propagation', () => {
		assert.deepEqual(
			details.mounts.map(({ type, target, readOnly, propagation, size }) => [
				type,
				target,
				readOnly,
				propagation,
				size,
			]),
			[
				['volume', '/data', false, undefined, undefined],
				['tmpfs', '/lock', true, undefined, undefined],
				['tmpfs', '/run', false, undefined, 64 * 1024 * 1024],
				['tmpfs', '/scratch', false, undefined, 1_000_000],
				['bind', '/srv', true, 'rshared', undefined],
			],
		)
	})

	it('knows endpoints with addresses of both versions, and leaves out the alias that the engine adds', () => {
		const [back, idle] = details.endpoints
		assert.deepEqual(back?.addresses, ['10.0.0.2/24', 'fd00::2/64'])
		assert.deepEqual(back?.aliases, ['db'])
		assert.deepEqual(idle?.addresses, [])
	})

	it('understands an engine that says next to nothing', () => {
		assert.deepEqual(decodeDetails({}), { mounts: [], endpoints: [], tty: false, startedAt: '' })
	})
})

describe('parseSize', () => {
	for (const [text, size] of [
		['64m', 67_108_864],
		['1G', 1_073_741_824],
		['512', 512],
		['50%', undefined],
		['', undefined],
	] as const) {
		it(`${text || '(empty)'}: ${size}`, () => assert.equal(parseSize(text), size))
	}
})
