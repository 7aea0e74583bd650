import assert from 'node:assert/strict'
import { holds, pushingActions } from '../../../../src/images/preflight/answers.ts'
import type { Finding } from '../../../../src/images/preflight/finding.ts'

const secret: Finding = { kind: 'secretVariable', severity: 'blocking', name: 'TOKEN' }
const file: Finding = { kind: 'secretLabel', severity: 'blocking', name: 'key' }
const onHub: Finding = { kind: 'newRepository', severity: 'note', path: 'alice/app', canChoose: true }
const elsewhere: Finding = { ...onHub, canChoose: false }

describe('answers before a push', () => {
	it('push nothing before the registry was asked whether the repository is there', () => {
		assert.deepEqual(pushingActions({ findings: [secret], isRegistryAsked: false }), [])
		assert.deepEqual(pushingActions({ findings: [secret], isRegistryAsked: true }), ['push'])
		assert.deepEqual(pushingActions({ findings: [elsewhere], isRegistryAsked: true }), ['push'])
		assert.deepEqual(pushingActions({ findings: [onHub, secret], isRegistryAsked: true }), [
			'createPrivate',
			'createPublic',
		])
	})

	it('hold no more where something came up while they were confirmed', () => {
		const confirmed = [secret]
		assert.ok(holds('push', confirmed, { findings: [secret], isRegistryAsked: true }))
		assert.ok(!holds('push', confirmed, { findings: [secret, file], isRegistryAsked: true }))
		assert.ok(!holds('push', confirmed, { findings: [secret, onHub], isRegistryAsked: true }))
		assert.ok(holds('createPrivate', confirmed, { findings: [secret, onHub], isRegistryAsked: true }))
	})
})
