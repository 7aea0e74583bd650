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
			'PGPASSWORD',
			'SECRET_KEY_BASE',
			'api-key',
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
			'NOPASSWD',
			'NOPASSWORD',
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

	it('finds secrets that are given as options', () => {
		const lines: readonly (readonly [string, string])[] = [
			['RUN tool --password=hunter2 --force', 'RUN tool --password=••• --force'],
			['RUN tool --token=hunter2', 'RUN tool --token=•••'],
			['RUN tool -token hunter2 && ls', 'RUN tool -token ••• && ls'],
			['RUN tool --password "two words"', 'RUN tool --password •••'],
			['CMD ["app","--api-key=hunter2"]', 'CMD ["app","--api-key=•••"]'],
			['CMD ["app" "--api-key=two words; three" "-v"]', 'CMD ["app" "--api-key=•••" "-v"]'],
			['CMD ["app","--client-secret","hunter2"]', 'CMD ["app","--client-secret",•••]'],
			['RUN PGPASSWORD=hunter2 psql', 'RUN PGPASSWORD=••• psql'],
			['RUN docker run --env=DB_PASSWORD=hunter2 app', 'RUN docker run --env=DB_PASSWORD=••• app'],
			['ENV JAVA_OPTS="-Xmx1g -Ddb.password=hunter2"', 'ENV JAVA_OPTS="-Xmx1g -Ddb.password=•••"'],
			['RUN http --auth bob:hunter2 example.com', 'RUN http --auth ••• example.com'],
		]
		for (const [line, shown] of lines) {
			assert.equal(redact(line), shown)
			assert.equal(secretAssignments(line).length, 1, line)
		}
	})

	it('leaves options that only sound like it', () => {
		const lines = [
			'RUN tool --password-file=/run/x --password-file secret --token-url=https://example.com/token',
			'RUN tool --no-password now --password --force --token $TOKEN --token "$(cat /run/x)" --password=',
			'RUN adduser --disabled-password app && gh auth login --with-token < /run/x',
			'RUN docker login --password-stdin example.com',
			'RUN initdb --auth=md5 && mongod --auth --bind_ip_all',
			'RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci --private-key server.pem',
			'RUN echo "app ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/app && echo "use --token to sign in"',
			'LABEL summary="Auth: who may come in"',
			'RUN docker build --secret id=npmrc,src=here .',
		]
		for (const line of lines) {
			assert.deepEqual(secretAssignments(line), [], line)
			assert.equal(redact(line), line)
		}
	})

	it('hides every secret, whatever it stands in', () => {
		const text = `RUN curl -H "Authorization: token ${github}" https://bob:hunter22@example.com && export PASSWORD='two words'`
		const shown = redact(text)
		for (const secret of [github, 'hunter22', 'two words']) assert.ok(!shown.includes(secret), shown)
		assert.equal(redact('RUN apk add curl'), 'RUN apk add curl')
	})
})
