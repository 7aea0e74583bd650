import assert from 'node:assert/strict'
import { holdsCredential, isSecret, redact, secretAssignments } from '../../../../src/images/preflight/secretText.ts'

const github = `ghp_${'a1B2'.repeat(9)}`

describe('secrets in texts', () => {
	it('tells credentials by their form', () => {
		const credentials = [
			`AKIA${'Z'.repeat(16)}`,
			github,
			`glpat-${'x'.repeat(20)}`,
			`dckr_pat_${'x'.repeat(27)}`,
			`npm_${'x'.repeat(36)}`,
			'-----BEGIN OPENSSH PRIVATE KEY-----',
			'postgres://shop:hunter22@db/shop',
		]
		for (const text of credentials) assert.ok(holdsCredential(text), text)
		const others = [
			'https://example.com/a:b',
			'postgres://shop:${PASSWORD}@db',
			'-----BEGIN CERTIFICATE-----',
			'npm_config',
		]
		for (const text of others) assert.ok(!holdsCredential(text), text)
	})

	it('tells secrets by the name that they are kept under', () => {
		const secrets = [
			'POSTGRES_PASSWORD',
			'NPM_TOKEN',
			'AWS_SECRET_ACCESS_KEY',
			'apiKey',
			'DB_PASS',
			'STRIPE_API_KEY',
			'dbPassword',
		]
		for (const name of secrets) assert.ok(isSecret(name, 'hunter22'), name)
		const others = [
			'PATH',
			'GPG_KEY',
			'PWD',
			'TOKENIZERS_PARALLELISM',
			'PASSENGER_VERSION',
			'KEYBOARD',
			'AUTHOR',
			'COMPASS',
		]
		for (const name of others) assert.ok(!isSecret(name, 'hunter22'), name)
	})

	it('leaves places, switches and stand-ins in peace', () => {
		for (const value of ['', '$TOKEN', '/run/secrets/token', 'true', 'changeme', '<token>', '""']) {
			assert.ok(!isSecret('API_TOKEN', value), value)
		}
		assert.ok(!isSecret('POSTGRES_PASSWORD_FILE', 'secret.txt'))
	})

	it('finds what a build argument left in the history', () => {
		const line = `RUN |2 NPM_TOKEN=abcdef VERSION=1.2 /bin/sh -c npm ci # buildkit`
		assert.deepEqual(secretAssignments(line), ['NPM_TOKEN'])
		assert.equal(redact(line), 'RUN |2 NPM_TOKEN=••• VERSION=1.2 /bin/sh -c npm ci # buildkit')
	})

	it('hides every secret, whatever it stands in', () => {
		const text = `RUN curl -H "Authorization: token ${github}" https://bob:hunter22@example.com && export PASSWORD='two words'`
		const shown = redact(text)
		for (const secret of [github, 'hunter22', 'two words']) assert.ok(!shown.includes(secret), shown)
		assert.equal(redact('RUN apk add curl'), 'RUN apk add curl')
	})
})
