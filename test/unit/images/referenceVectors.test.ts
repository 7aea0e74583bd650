import assert from 'node:assert/strict'
import { familiarName, isReferenceError, parseReference } from '../../../src/images/reference.ts'

const hex = 'f'.repeat(64)
const identifier = '1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a'

/** What Docker's own parser (`distribution/reference`) takes and refuses, from its tests. */
describe('a reference, as Docker reads it', () => {
	const taken = [
		...['test_com', 'test.com:tag', 'test.com:5000', 'test.com/repo:tag', 'test:5000/repo', 'test:5000/repo:tag'],
		...[`test:5000/repo@sha256:${hex}`, `test:5000/repo:tag@sha256:${hex}`, 'lowercase:Uppercase'],
		...['sub-dom1.foo.com/bar/baz/quux', 'sub-dom1.foo.com/bar/baz/quux:some-long-tag'],
		...['b.gcr.io/test.example.com/my-app:test.example.com', 'xn--n3h.com/myimage:xn--n3h.com'],
		...[`xn--7o8h.com/myimage:xn--7o8h.com@sha512:${hex}${hex}`, 'foo_bar.com:8080', 'foo/foo_bar.com:8080'],
		...['192.168.1.1', '192.168.1.1:tag', '192.168.1.1:5000', '192.168.1.1/repo', '192.168.1.1:5000/repo:5050'],
		...['[2001:db8::1]/repo', '[2001:db8:1:2:3:4:5:6]/repo:tag', '[2001:db8::1]:5000/repo:tag', '[::1]:5000/repo'],
		...[`[2001:db8::1]:5000/repo:tag@sha256:${hex}`, '[2001:db8::]:5000/repo', 'docker---rules/docker'],
		...['docker.io/docker/docker', 'index.docker.io/debian', '127.0.0.1:5000/library/debian', 'd/docker', 'jess/t'],
		...['thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev', `docker.io/${identifier}`],
		...['Docker/docker', 'DOCKER/docker', 'dock__er/docker', identifier.slice(1), `${identifier}:tag`],
	]
	for (const text of taken) {
		it(`takes ${text.slice(0, 60)}`, () => assert.ok(!isReferenceError(parseReference(text))))
	}

	const refused = [
		...[
			'',
			':justtag',
			`@sha256:${hex}`,
			'repo@sha256:ffffffffffffffffffffffffffffffffff',
			`name@invaliddigest:${hex}`,
		],
		...['Uppercase:tag', 'test:5000/Uppercase/lowercase:tag', `${'a/'.repeat(128)}a:tag`, 'aa/asdf$$^/aa'],
		...['[2001:db8::1]', '[2001:db8::1]:5000', '[2001:db8::1]:tag', '[fe80::1%eth0]:5000/repo'],
		...['[fe80::1%@invalidzone]:5000/repo', 'https://github.com/docker/docker', 'docker/Docker', '-docker'],
		...['-docker.io/docker/docker', 'docker///docker', 'docker.io/docker/Docker', 'fc00::1:5000/debian', identifier],
		...['[2001:db8:3:4::192.0.2.33]:5000/debian', 'docker-/docker', '-docker-/docker', '____/____', '_docker/_docker'],
		...['dock..er/docker', 'dock_.er/docker', 'dock-.er/docker', 'docker/', `${'long_'.repeat(60)}/docker`],
	]
	for (const text of refused) {
		it(`refuses ${text.slice(0, 60)}`, () => {
			const parsed = parseReference(text)
			assert.ok(isReferenceError(parsed))
			assert.ok(parsed.at >= 0 && parsed.at <= text.length)
		})
	}

	const normalized: readonly (readonly [string, string, string, string])[] = [
		['index.docker.io/fooo/bar', 'docker.io', 'fooo/bar', 'fooo/bar'],
		['library/ubuntu', 'docker.io', 'library/ubuntu', 'ubuntu'],
		['docker.io/library/ubuntu-12.04-base', 'docker.io', 'library/ubuntu-12.04-base', 'ubuntu-12.04-base'],
		['docker.io/foo', 'docker.io', 'library/foo', 'foo'],
		['library/foo/bar', 'docker.io', 'library/foo/bar', 'library/foo/bar'],
		['127.0.0.1:8000/privatebase', '127.0.0.1:8000', 'privatebase', '127.0.0.1:8000/privatebase'],
		['FOO/bar', 'FOO', 'bar', 'FOO/bar'],
		['test_com/foo', 'docker.io', 'test_com/foo', 'test_com/foo'],
		['xn--n3h.com:18080/foo', 'xn--n3h.com:18080', 'foo', 'xn--n3h.com:18080/foo'],
	]
	for (const [text, domain, path, familiar] of normalized) {
		it(`normalizes ${text}`, () => {
			const parsed = parseReference(text)
			assert.ok(!isReferenceError(parsed))
			assert.deepEqual([parsed.domain, parsed.path, familiarName(parsed)], [domain, path, familiar])
		})
	}
})
