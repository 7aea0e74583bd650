import assert from 'node:assert/strict'
import { cp, mkdir, rm } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { dirname } from 'node:path'

import { authorityPath } from '../../src/registries/certificate.ts'
import { startRegistry, type Registry } from '../support/registry.ts'
import { onStage } from './stage.ts'

/** One of the files from which VS Code takes the system's authorities. */
const systemAuthorities = '/etc/ssl/certs/ca-certificates.crt'

const secret = 'correct horse'

describe('A registry whose certificate an authority of one’s own signed', () => {
	let known: Registry
	let unknown: Registry

	before(async () => {
		// The engine asks no certificate of 127.0.0.0/8.
		const host = Object.values(networkInterfaces())
			.flatMap((addresses) => addresses ?? [])
			.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
		assert.ok(host, 'an address outside 127.0.0.0/8')
		const options = { host, tls: { names: [] }, account: { name: 'alice', secret } }
		known = await startRegistry(options)
		unknown = await startRegistry(options)
	})
	after(async () => {
		for (const { address } of [known, unknown]) {
			await rm(dirname(authorityPath(address)), { recursive: true, force: true })
		}
		await known.stop()
		await unknown.stop()
	})

	const stage = onStage({
		wrap: (command) => {
			const script = `mount --bind "$1" ${systemAuthorities}; shift; exec "$@"`
			return ['unshare', '--mount', 'sh', '-ec', script, 'sh', known.certificates?.bundle ?? '', ...command]
		},
	})

	async function signIn(registry: Registry): Promise<void> {
		const { workbench } = stage()
		await workbench.command('Docker Registries: Sign In to Registry')
		await workbench.choice('Another Registry').click()
		await workbench.answer('Address of the registry', registry.address)
		await workbench.answer('User name', 'alice')
		await workbench.answer('Password or access token', secret)
	}

	it('is refused at the field where this machine does not know the authority', async () => {
		const { workbench } = stage()
		await signIn(unknown)
		await workbench.complaint.filter({ hasText: 'is signed by an authority that this machine does not know' }).waitFor()
		await workbench.screenshot('registry-unknown-authority')
		await workbench.page.keyboard.press('Escape')
	})

	it('is signed in to where the system knows it; what the engine must trust is told, and then pushed to', async () => {
		const { workbench } = stage()
		await signIn(known)
		await workbench.row('Registries', /^alice/).waitFor()
		await workbench.command('Docker Images: Tag and Push Image')
		await workbench.choice('shop/api:1.2').click()
		await workbench.choice('alice').click()
		await workbench.answer('Name to push it under', `${known.address}/shop/api:1.2`)
		await workbench.choice('Push').first().click()
		const failure = workbench.notification('api:1.2 was not pushed: the engine does not trust the certificate')
		await failure.waitFor()
		await workbench.screenshot('push-unknown-authority')
		await workbench.command('Docker Images: Pull Image')
		await workbench.answer('Name of the image', `${known.address}/shop/none:1`)
		const notPulled = workbench.notification('shop/none:1 was not pulled: the engine does not trust the certificate')
		await notPulled.hover()
		await notPulled.getByRole('button', { name: 'Copy Commands' }).waitFor()
		const path = authorityPath(known.address)
		await mkdir(dirname(path), { recursive: true })
		await cp(known.certificates?.authority ?? '', path)
		await failure.hover()
		await failure.getByRole('button', { name: 'Try Again' }).click()
		await workbench.choice('Push').first().click()
		await workbench.notification('Pushed').waitFor()
		await workbench.command('Docker Images: Pull Image')
		await workbench.answer('Name of the image', `${known.address}/shop/none:1`)
		await workbench.notification('has no image of this name').waitFor()
		await workbench.command('Docker Images: Pull Image')
		await workbench.answer('Name of the image', `${known.address}/shop/api:1.2`)
		await workbench.notification('Pulled').waitFor()
	})

	it('is signed in to by an engine that alone knows the authority; opened, it says what this machine lacks', async () => {
		const { workbench } = stage()
		const path = authorityPath(unknown.address)
		await mkdir(dirname(path), { recursive: true })
		await cp(unknown.certificates?.authority ?? '', path)
		await signIn(unknown)
		const account = workbench.row('Registries', new RegExp(`^alice.*${unknown.address}`))
		await account.waitFor()
		await workbench.expand(account)
		await workbench.notification('is signed by an authority that this machine does not know').waitFor()
	})
})
