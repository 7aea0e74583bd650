import assert from 'node:assert/strict'
import { PbfWriter } from 'pbf'
import { credentials } from '../../../src/images/build/buildKit/session.ts'
import { registryConfiguration } from '../../../src/images/build/classic.ts'
import { pullingAccount } from '../../../src/images/pullingAccount.ts'
import { isReferenceError, parseReference } from '../../../src/images/reference.ts'
import { identityTokenUser, type Account, type Credential } from '../../../src/registries/account.ts'

const known: Readonly<Record<string, Credential>> = {
	'docker.io': { registry: 'docker.io', userName: 'alice', secret: 's3cret' },
	'cloud.example': { registry: 'cloud.example', userName: identityTokenUser, secret: 'identity' },
}

const signIn = async (registry: string) => known[registry]

function message(...fields: readonly (readonly [number, string])[]): Uint8Array {
	const writer = new PbfWriter()
	for (const [field, text] of fields) writer.writeStringField(field, text)
	return writer.finish()
}

describe('the sign-ins of a build', () => {
	it('are given to BuildKit for the registry that it asks for, an identity token without a user name', async () => {
		const answerTo = (host: string) => credentials({ signIn }, message([1, host]))
		assert.deepEqual(await answerTo('registry-1.docker.io'), message([1, 'alice'], [2, 's3cret']))
		assert.deepEqual(await answerTo('cloud.example'), message([2, 'identity']))
		assert.deepEqual(await answerTo('other.example'), message())
	})

	it('are given to the classic builder for the registries that the Dockerfile names', async () => {
		const registries = ['docker.io', 'cloud.example', 'other.example']
		assert.deepEqual(await registryConfiguration({ registries, signIn }), {
			'https://index.docker.io/v1/': { username: 'alice', password: 's3cret' },
			'cloud.example': { identitytoken: 'identity' },
		})
		assert.deepEqual(await registryConfiguration({ signIn }), {})
	})

	it('are those of the account whose images the Dockerfile names, else of the first', () => {
		const account = (registry: string, userName: string): Account => ({
			id: `${registry}/${userName}`,
			...{ registry, userName, origin: 'editor' },
		})
		const accounts = [account('docker.io', 'alice'), account('docker.io', 'bob'), account('ghcr.io', 'carol')]
		const of = (registry: string, ...names: readonly string[]) => {
			const images = names.map(parseReference).flatMap((image) => (isReferenceError(image) ? [] : [image]))
			return pullingAccount(accounts, registry, images)?.userName
		}
		assert.equal(of('docker.io', 'node', 'bob/base'), 'bob')
		assert.equal(of('docker.io', 'ghcr.io/bob/base'), 'alice')
		assert.equal(of('ghcr.io'), 'carol')
		assert.equal(of('quay.io', 'quay.io/alice/base'), undefined)
	})
})
