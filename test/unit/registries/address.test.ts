import assert from 'node:assert/strict'
import { parseRegistry, registryUrls } from '../../../src/registries/address.ts'

describe('parseRegistry', () => {
	for (const [text, registry] of [
		['ghcr.io', 'ghcr.io'],
		['https://ghcr.io/alice', 'ghcr.io'],
		['Registry.Example.com:8443', 'registry.example.com:8443'],
		['localhost:5000', 'localhost:5000'],
		['localhost', 'localhost'],
		['[::1]:5000', '[::1]:5000'],
		['index.docker.io', 'docker.io'],
		['https://hub.docker.com/', 'docker.io'],
		['registry', undefined],
		['', undefined],
		['a b', undefined],
		['-x.com', undefined],
		['ghcr.io:port', undefined],
	] as const) {
		it(`reads ${JSON.stringify(text)}`, () => assert.equal(parseRegistry(text), registry))
	}
})

describe('registryUrls', () => {
	it('knows Docker Hub', () => assert.deepEqual(registryUrls('docker.io'), ['https://registry-1.docker.io']))
	it('speaks plain HTTP only on this machine', () => {
		assert.deepEqual(registryUrls('127.0.0.1:5000'), ['https://127.0.0.1:5000', 'http://127.0.0.1:5000'])
		assert.deepEqual(registryUrls('127.0.0.1.example.com'), ['https://127.0.0.1.example.com'])
	})
})
