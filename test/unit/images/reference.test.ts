import assert from 'node:assert/strict'
import {
	familiarReference,
	isOwn,
	isReferenceError,
	namespaceOf,
	parseReference,
	proposedReference,
	type Reference,
} from '../../../src/images/reference.ts'

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`

function parsed(text: string): Reference {
	const reference = parseReference(text)
	if (isReferenceError(reference)) assert.fail(`${text}: ${reference.problem} (${reference.part})`)
	return reference
}

describe('parseReference', () => {
	const good: readonly (readonly [string, string, string, string | undefined, string | undefined])[] = [
		['ubuntu', 'docker.io', 'library/ubuntu', undefined, undefined],
		['ubuntu:24.04', 'docker.io', 'library/ubuntu', '24.04', undefined],
		['alice/app:1.2', 'docker.io', 'alice/app', '1.2', undefined],
		['docker.io/alice/app', 'docker.io', 'alice/app', undefined, undefined],
		['index.docker.io/app', 'docker.io', 'library/app', undefined, undefined],
		['localhost/app', 'localhost', 'app', undefined, undefined],
		['localhost:5000/app', 'localhost:5000', 'app', undefined, undefined],
		['127.0.0.1:5000/team/app:v1', '127.0.0.1:5000', 'team/app', 'v1', undefined],
		['[::1]:5000/app', '[::1]:5000', 'app', undefined, undefined],
		['ghcr.io/a/b/c:x', 'ghcr.io', 'a/b/c', 'x', undefined],
		['Registry/app', 'Registry', 'app', undefined, undefined],
		[`alice/app@${digest}`, 'docker.io', 'alice/app', undefined, digest],
		[`alice/app:1@${digest}`, 'docker.io', 'alice/app', '1', digest],
		['a__b/c-d.e---f', 'docker.io', 'a__b/c-d.e---f', undefined, undefined],
		[`app:${'x'.repeat(128)}`, 'docker.io', 'library/app', 'x'.repeat(128), undefined],
	]
	for (const [text, domain, path, tag, itsDigest] of good) {
		it(`reads ${text.slice(0, 40)}`, () => assert.deepEqual(parsed(text), { domain, path, tag, digest: itsDigest }))
	}

	const bad: readonly (readonly [string, string, string, number])[] = [
		['', 'empty', '', 0],
		['a b', 'whitespace', ' ', 1],
		['https://ghcr.io/a', 'scheme', 'https://', 0],
		['alice/App', 'uppercase', 'App', 6],
		['alice/apP', 'uppercase', 'apP', 8],
		['alice//app', 'emptyPart', 'alice//app', 6],
		['alice/app/', 'emptyPart', 'alice/app/', 10],
		[':tag', 'emptyPart', '', 0],
		['-alice/app', 'path', '-alice', 0],
		['alice/a..b', 'path', 'a..b', 7],
		['alice/a___b', 'path', 'a___b', 7],
		['alice/app-', 'path', 'app-', 9],
		['ghcr.io/alice/ap$p:1', 'path', 'ap$p', 16],
		['app:', 'tag', '', 4],
		['app:.x', 'tag', '.x', 4],
		['app:x/', 'domain', 'app:x', 3],
		['app:1+2', 'tag', '1+2', 5],
		['app:a/b:c', 'domain', 'app:a', 3],
		[`app:${'x'.repeat(129)}`, 'tagLength', 'x'.repeat(129), 132],
		['app@sha256:12', 'digest', 'sha256:12', 13],
		['app@md5:12', 'digest', 'md5:12', 4],
		[`app@${digest.replace('f', 'F')}`, 'digest', digest.replace('f', 'F'), 26],
		[`ghcr.io/${'b'.repeat(248)}`, 'length', `ghcr.io/${'b'.repeat(248)}`, 255],
		['0123456789abcdef'.repeat(4), 'identifier', '0123456789abcdef'.repeat(4), 0],
		['ex_ample.com/app', 'domain', 'ex_ample.com', 2],
		['example.com:x1/app', 'domain', 'example.com:x1', 11],
	]
	for (const [text, problem, part, at] of bad) {
		it(`refuses ${JSON.stringify(text.slice(0, 40))}: ${problem}`, () =>
			assert.deepEqual(parseReference(text), { problem, part, at }))
	}
})

describe('familiarReference', () => {
	for (const [text, familiar] of [
		['docker.io/library/ubuntu', 'ubuntu:latest'],
		['docker.io/alice/app:1', 'alice/app:1'],
		['ghcr.io/alice/app:1', 'ghcr.io/alice/app:1'],
		[`alice/app@${digest}`, `alice/app@${digest}`],
	] as const) {
		it(`writes ${text}`, () => assert.equal(familiarReference(parsed(text)), familiar))
	}
})

describe('proposedReference', () => {
	const hub = { registry: 'docker.io', userName: 'alice' }
	it('puts the account in front', () => assert.equal(proposedReference(hub, 'app:1.2'), 'docker.io/alice/app:1.2'))
	it('keeps a name that is the account’s already', () =>
		assert.equal(proposedReference(hub, 'alice/app:1.2'), 'docker.io/alice/app:1.2'))
	it('replaces another registry and namespace', () =>
		assert.equal(
			proposedReference({ registry: 'localhost:5000', userName: 'bob' }, 'alice/app'),
			'localhost:5000/bob/app:latest',
		))
	for (const [registry, userName, tag, proposed] of [
		['ghcr.io', 'OctoCat', 'api:1.2', 'ghcr.io/octocat/api:1.2'],
		['ghcr.io', 'OctoCat', 'ghcr.io/octocat/shop/api:1.2', 'ghcr.io/octocat/shop/api:1.2'],
		['docker.io', 'alice@example.com', 'localhost:5000/api:1.2', 'docker.io/api:1.2'],
		['1.dkr.ecr.eu-west-1.amazonaws.com', 'AWS', 'api:1.2', '1.dkr.ecr.eu-west-1.amazonaws.com/api:1.2'],
		['shop.azurecr.io', '00000000-0000-0000-0000-000000000000', 'shop/api', 'shop.azurecr.io/api:latest'],
		['europe-docker.pkg.dev', '_json_key', 'api:1.2', 'europe-docker.pkg.dev/api:1.2'],
		[
			'europe-docker.pkg.dev',
			'oauth2accesstoken',
			'europe-docker.pkg.dev/project/shop/api:1.2',
			'europe-docker.pkg.dev/project/shop/api:1.2',
		],
	] as const) {
		it(`is valid for ${userName} at ${registry}: ${proposed}`, () => {
			assert.equal(proposedReference({ registry, userName }, tag), proposed)
			assert.ok(!isReferenceError(parseReference(proposed)))
		})
	}
	it('leaves the name open for an image without one', () =>
		assert.equal(proposedReference(hub, undefined), 'docker.io/alice/:latest'))
})

describe('namespaceOf', () => {
	it('is the first part', () => assert.equal(namespaceOf(parsed('alice/app')), 'alice'))
	it('is library for official images', () => assert.equal(namespaceOf(parsed('ubuntu')), 'library'))
	it('is empty where there is none', () => assert.equal(namespaceOf(parsed('localhost:5000/app')), ''))
})

describe('isOwn', () => {
	it('is what stands behind the account’s name, in whatever case that is', () => {
		assert.ok(isOwn(parsed('ghcr.io/octocat/api'), { userName: 'OctoCat' }))
		assert.ok(!isOwn(parsed('ghcr.io/octodog/api'), { userName: 'OctoCat' }))
	})
})
