import assert from 'node:assert/strict'
import type Docker from 'dockerode'

import { makeBusybox, makeImage } from '../support/images.ts'
import { startRegistry, type Registry } from '../support/registry.ts'
import { onStage } from './stage.ts'

describe('Networks and images, pruned and pulled', () => {
	const stage = onStage({
		scene: async ({ docker }) => {
			await makeBusybox(docker)
			await makeImage(docker, 'shop/spare:1')
			for (const Name of ['busy', 'spare']) await docker.createNetwork({ Name })
			await docker.createContainer({ name: 'user', Image: 'busybox', HostConfig: { NetworkMode: 'busy' } })
		},
	})
	let registry: Registry | undefined
	before(async () => {
		registry = await startRegistry()
		const { workbench } = stage()
		for (const title of ['Volumes', 'Containers', 'Registries']) {
			await workbench.view(title).locator('.pane-header').click()
		}
	})
	after(() => registry?.stop())

	const isTicked = (text: string | RegExp) => stage().workbench.choice(text).getByRole('checkbox').isChecked()

	it('prunes exactly the unused networks that stay ticked', async () => {
		const { engine, workbench } = stage()
		await engine.docker.getNetwork('idle').remove().catch(gone)
		await engine.docker.createNetwork({ Name: 'idle' })
		await workbench.row('Networks', /^idle/).waitFor()
		await workbench.command('Docker Networks: Prune Unused Networks')
		await workbench.choice('idle').waitFor()
		assert.ok(await isTicked('idle'))
		assert.equal(await workbench.choice(/^(busy|bridge)/).count(), 0)
		await workbench.choice('spare').getByRole('checkbox').click()
		await workbench.quickInput.getByRole('button', { name: 'OK' }).click()
		await workbench.dialog.filter({ hasText: 'Remove 1 unused networks?' }).waitFor()
		await workbench.press('Remove')
		await workbench.row('Networks', /^idle/).waitFor({ state: 'detached' })
		const names = (await engine.docker.listNetworks()).map(({ Name }) => Name)
		assert.deepEqual(names.sort(), ['bridge', 'busy', 'host', 'none', 'spare'])
	})

	it('prunes images without a name, and leaves those that have one or are in use', async () => {
		const { engine, workbench } = stage()
		await engine.docker.pruneImages()
		const before = await namesOf(engine.docker)
		for (const bytes of [1, 2]) await makeImage(engine.docker, 'shop/rebuilt:1', { bytes })
		await workbench.row('Images', /^Dangling Images/).waitFor()
		await workbench.command('Docker Images: Prune Unused Images')
		const nameless = workbench.choice('(no name)')
		await nameless.waitFor()
		assert.ok(await isTicked('(no name)'))
		assert.ok(!(await isTicked('shop/spare:1')))
		assert.equal(await workbench.choice('busybox').count(), 0)
		await workbench.page.keyboard.press('Enter')
		await workbench.dialog.filter({ hasText: 'Remove 1 unused images?' }).waitFor()
		await workbench.press('Remove')
		await workbench.row('Images', /^Dangling Images/).waitFor({ state: 'detached' })
		assert.deepEqual(await namesOf(engine.docker), [...new Set([...before, 'shop/rebuilt:1'])].sort())
	})

	it('pulls an image by its name', async () => {
		const { engine, workbench } = stage()
		const repository = `${registry?.address}/shop/pulled`
		const image = engine.docker.getImage(`${repository}:1`)
		await makeImage(engine.docker, `${repository}:1`)
		const { Id } = await image.inspect()
		const pushing = await image.push({ authconfig: { username: '' } })
		await new Promise((resolve) => engine.docker.modem.followProgress(pushing, resolve))
		await image.remove()
		const row = workbench.row('Images', repository)
		await row.waitFor({ state: 'detached' })
		await workbench.command('Docker Images: Pull Image')
		await workbench.answer('Name of the image', `${repository}:1`)
		await row.waitFor()
		assert.equal((await image.inspect()).Id, Id)
	})
})

async function namesOf(docker: Docker): Promise<readonly string[]> {
	const images = await docker.listImages()
	return images.flatMap(({ RepoTags }) => RepoTags ?? []).sort()
}

/** The try before may have come as far. */
function gone(error: unknown): void {
	if (!(error instanceof Error && 'statusCode' in error && error.statusCode === 404)) throw error
}
