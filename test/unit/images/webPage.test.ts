import assert from 'node:assert/strict'
import { isReferenceError, parseReference } from '../../../src/images/reference.ts'
import { pageOf } from '../../../src/images/webPage.ts'

describe('The page of an image', () => {
	for (const [text, page] of [
		['alice/app:1', 'https://hub.docker.com/r/alice/app/tags?name=1'],
		['busybox', 'https://hub.docker.com/_/busybox'],
		['ghcr.io/acme/app:1', 'https://ghcr.io/acme/app'],
		['registry.gitlab.com/acme/app/cache:1', 'https://gitlab.com/acme/app/container_registry'],
		['localhost:5000/acme/app:1', undefined],
	] as const) {
		it(`${text}: ${page ?? 'not known'}`, () => {
			const reference = parseReference(text)
			assert.ok(!isReferenceError(reference))
			assert.equal(pageOf(reference), page)
		})
	}
})
