import assert from 'node:assert/strict'
import { secretFileCheck } from '../../../../src/images/preflight/secretFiles.ts'

function rule(path: string, content = ''): string | undefined {
	const check = secretFileCheck(path)
	return check && (check.holds?.(content) ?? true) ? `${check.rule} ${check.severity}` : undefined
}

const key = '-----BEGIN RSA PRIVATE KEY-----\nMII…'

describe('secret files', () => {
	it('knows them by name and content', () => {
		assert.equal(rule('root/.ssh/id_rsa', key), 'privateKey blocking')
		assert.equal(rule('etc/ssl/server.key', key), 'privateKey blocking')
		assert.equal(rule('app/.env', 'PORT=80\nDB_PASSWORD=hunter22\n'), 'environmentFile blocking')
		assert.equal(rule('app/.env.production', 'export API_TOKEN="abcdef"'), 'environmentFile blocking')
		assert.equal(rule('app/.git/HEAD'), 'gitFolder warning')
		assert.equal(rule('app/.git/config', 'url = https://bob:hunter22@example.com/app'), 'gitFolder blocking')
		assert.equal(rule('root/.npmrc', '//registry.example.com/:_authToken=abc'), 'packageToken blocking')
		assert.equal(rule('root/.aws/credentials', 'aws_secret_access_key = abc'), 'cloudCredentials blocking')
		assert.equal(rule('root/.docker/config.json', '{"auths":{"x":{"auth":"YTpi"}}}'), 'registryCredentials blocking')
		assert.equal(
			rule('root/.config/containers/auth.json', '{"auths":{"x":{"auth":"YTpi"}}}'),
			'registryCredentials blocking',
		)
		assert.equal(rule('root/.config/composer/auth.json', '{"http-basic": {}}'), 'packageToken blocking')
		assert.equal(rule('root/.kube/config', 'users:\n- user:\n    token: abc'), 'clusterCredentials blocking')
		assert.equal(rule('root/.netrc', 'machine example.com login bob password abc'), 'storedPassword blocking')
		assert.equal(
			rule('app/service-account.json', '{"private_key": "-----BEGIN PRIVATE KEY-----"}'),
			'cloudCredentials blocking',
		)
	})

	it('leaves what only looks like one', () => {
		assert.equal(rule('etc/ssl/certs/ca.pem', '-----BEGIN CERTIFICATE-----'), undefined)
		assert.equal(rule('root/.ssh/id_rsa.pub', 'ssh-rsa AAAA'), undefined)
		assert.equal(rule('app/.env.example', 'DB_PASSWORD=hunter22'), undefined)
		assert.equal(rule('app/.env', 'PORT=80\nDB_PASSWORD=${DB_PASSWORD}'), undefined)
		assert.equal(rule('app/.gitignore'), undefined)
		assert.equal(rule('root/.npmrc', '//registry.example.com/:_authToken=${NPM_TOKEN}'), undefined)
		assert.equal(rule('root/.docker/config.json', '{"credsStore":"desktop"}'), undefined)
		assert.equal(rule('usr/bin/env'), undefined)
	})

	it('takes keys that packages bring along for their tests less seriously', () => {
		assert.equal(rule('app/node_modules/tls/test/fixtures/server.pem', key), 'privateKey warning')
	})
})
