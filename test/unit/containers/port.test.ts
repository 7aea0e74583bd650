import assert from 'node:assert/strict'
import { isOpenToEveryone, isRouted, portsOf, portText, webAddress } from '../../../src/containers/port.ts'

const web = { containerPort: 80, protocol: 'tcp', hostPort: 8080, hostAddresses: ['0.0.0.0', '::'] }

describe('portsOf', () => {
	it('makes one of what is listed for IPv4 and for IPv6, and puts what is not published last', () => {
		const ports = portsOf([
			{ containerPort: 53, protocol: 'udp', hostAddress: undefined, hostPort: undefined },
			{ containerPort: 80, protocol: 'tcp', hostAddress: '0.0.0.0', hostPort: 8080 },
			{ containerPort: 80, protocol: 'tcp', hostAddress: '::', hostPort: 8080 },
			{ containerPort: 80, protocol: 'tcp', hostAddress: '127.0.0.1', hostPort: 9090 },
		])
		assert.deepEqual(ports, [
			web,
			{ ...web, hostPort: 9090, hostAddresses: ['127.0.0.1'] },
			{ containerPort: 53, protocol: 'udp', hostPort: undefined, hostAddresses: [] },
		])
		assert.deepEqual(ports.map(portText), ['8080→80/tcp', '9090→80/tcp', '53/udp'])
	})
})

describe('isOpenToEveryone', () => {
	for (const [hostAddresses, isOpen] of [
		[['0.0.0.0'], true],
		[['::'], true],
		[['127.0.0.1', '::'], true],
		[[], true],
		[['127.0.0.1'], false],
		[['192.168.1.5', '::1'], false],
	] as const) {
		it(`${hostAddresses.join(' ') || '(no address)'}: ${isOpen}`, () =>
			assert.equal(isOpenToEveryone({ ...web, hostAddresses }), isOpen))
	}

	it('is never said of a port that is not published', () =>
		assert.equal(isOpenToEveryone({ ...web, hostPort: undefined, hostAddresses: [] }), false))
})

describe('webAddress', () => {
	for (const [port, address] of [
		[web, 'http://engine.example:8080/'],
		[{ ...web, containerPort: 443 }, 'https://engine.example:8080/'],
		[{ ...web, hostAddresses: ['127.0.0.1'] }, 'http://127.0.0.1:8080/'],
		[{ ...web, hostAddresses: ['::1'] }, 'http://[::1]:8080/'],
		[{ ...web, protocol: 'udp' }, undefined],
		[{ ...web, hostPort: undefined }, undefined],
	] as const) {
		it(`${portText(port)} on ${port.hostAddresses.join(' ')}: ${address}`, () =>
			assert.equal(webAddress(port, 'engine.example'), address))
	}
})

describe('isRouted', () => {
	it('is what is published on no port of the host, and nothing that is only exposed', () => {
		const record = { containerPort: 80, protocol: 'tcp', hostPort: undefined, hostAddress: undefined }
		const routed = (more: object) => portsOf([{ ...record, ...more }]).map(isRouted)
		assert.deepEqual(routed({}), [false])
		assert.deepEqual(routed({ hostAddress: '0.0.0.0' }), [true])
		assert.deepEqual(routed({ hostAddress: '0.0.0.0', hostPort: 8080 }), [false])
	})
})
