import assert from 'node:assert/strict'
import { addressedAuthConfiguration, registryAuthHeader, rightsIn } from '../../../src/registries/authorization.ts'
import { parseChallenge, parseRetryAfter } from '../../../src/registries/challenge.ts'

describe('registryAuthHeader', () => {
	it('is base64url with padding', () => {
		const header = registryAuthHeader({ registry: 'ghcr.io', userName: 'ä', secret: '>>>???~' })
		assert.match(header, /^[\w-]+=*$/)
		assert.equal(header.length % 4, 0)
		assert.deepEqual(JSON.parse(Buffer.from(header, 'base64url').toString()), {
			username: 'ä',
			password: '>>>???~',
			serveraddress: 'ghcr.io',
		})
	})
	it('names Docker Hub as the docker CLI does', () => {
		const header = registryAuthHeader({ registry: 'docker.io', userName: 'alice', secret: 's' })
		assert.match(Buffer.from(header, 'base64url').toString(), /https:\/\/index\.docker\.io\/v1\//)
	})
})

describe('addressedAuthConfiguration', () => {
	it('has an identity token stand for itself, not for somebody’s password', () =>
		assert.deepEqual(addressedAuthConfiguration({ registry: 'r.example', userName: '<token>', secret: 'abc' }), {
			identitytoken: 'abc',
			serveraddress: 'r.example',
		}))
})

describe('parseChallenge', () => {
	it('reads Basic', () => assert.deepEqual(parseChallenge('Basic realm="x"'), { scheme: 'basic' }))
	it('reads Bearer', () =>
		assert.deepEqual(parseChallenge('Bearer realm="https://auth.docker.io/token",service="registry.docker.io"'), {
			scheme: 'bearer',
			realm: 'https://auth.docker.io/token',
			service: 'registry.docker.io',
		}))
	it('refuses others', () => assert.equal(parseChallenge('Negotiate'), undefined))
	it('refuses none', () => assert.equal(parseChallenge(null), undefined))
})

describe('parseRetryAfter', () => {
	it('reads seconds', () => assert.equal(parseRetryAfter('120', 0), 120))
	it('reads a date', () => assert.equal(parseRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 30_000), 30))
	it('never waits for the past', () => assert.equal(parseRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 90_000), 0))
	it('knows nothing else', () => assert.equal(parseRetryAfter('soon', 0), undefined))
})

describe('rightsIn', () => {
	const jwt = (payload: unknown) => `x.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.y`
	it('says what was granted for the repository', () => {
		const token = jwt({
			access: [
				{ type: 'repository', name: 'alice/app', actions: ['pull'] },
				{ type: 'repository', name: 'bob/app', actions: ['pull', 'push'] },
			],
		})
		assert.deepEqual(rightsIn(token, 'alice/app'), new Set(['pull']))
		assert.deepEqual(rightsIn(token, 'carol/app'), new Set())
	})
	it('knows nothing of a token that it cannot read', () => assert.equal(rightsIn('opaque', 'alice/app'), undefined))
})
