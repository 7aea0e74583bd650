import assert from 'node:assert/strict'
import { webPageOf } from '../../../src/registries/webPage.ts'

describe('webPageOf', () => {
	it('leads to the repository where the site is known', () => {
		assert.equal(webPageOf('ghcr.io', 'acme/app'), 'https://ghcr.io/acme/app')
		assert.equal(webPageOf('quay.io', 'acme/app'), 'https://quay.io/repository/acme/app')
		assert.equal(webPageOf('registry.gitlab.com', 'acme/app/cache'), 'https://gitlab.com/acme/app/container_registry')
	})
	it('knows no page of a registry of one’s own', () => assert.equal(webPageOf('localhost:5000', 'acme/app'), undefined))
})
