/** Makes the README's pictures from the running product: a real engine, and the stand-in for Docker Hub. */
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { openStage, type Stage } from '../e2e/stage.ts'
import { TopologyPage } from '../e2e/topologyPage.ts'
import { root } from './codeServer.ts'
import { prepare } from './prerequisites.ts'
import { makeShop } from './scene.ts'
import { makeSecretImage } from './secretImage.ts'

const folder = join(root, 'docs/pictures')

await prepare('engine', 'images', 'registries', 'browser')
await promisify(execFile)(process.execPath, ['esbuild.mjs'], { cwd: root })
await mkdir(folder, { recursive: true })
await using stage = await openStage({
	hub: true,
	scene: async ({ docker }) => {
		await makeShop(docker)
		await makeSecretImage(docker, 'shop/secret:1')
	},
})
await stage.workbench.page.setViewportSize({ width: 1200, height: 760 })
await widen(stage)
await volumes(stage)
await push(stage)
await preflight(stage)
await topology(stage)

async function picture({ workbench }: Stage, name: string, rests = true): Promise<void> {
	const { page } = workbench
	if (rests) await page.mouse.move(700, 400)
	// What moves has arrived.
	await page.waitForTimeout(1_000)
	await page.screenshot({ path: join(folder, `${name}.png`) })
	console.log(`docs/pictures/${name}.png`)
}

/** As wide as people have it who read what stands beside a name. */
async function widen({ workbench }: Stage): Promise<void> {
	const { mouse } = workbench.page
	const box = await workbench.page.locator('.part.sidebar').boundingBox()
	if (!box) throw new Error('The sidebar is not shown.')
	await mouse.move(box.x + box.width, box.y + 300)
	await mouse.down()
	await mouse.move(box.x + 440, box.y + 300, { steps: 5 })
	await mouse.up()
}

async function volumes(shown: Stage): Promise<void> {
	const { workbench } = shown
	await workbench.command('Docker Volumes: Compute Size')
	await workbench.row('Volumes', /^shop_database.* B/).click()
	await workbench.expand(workbench.row('Volumes', /^Data/))
	await workbench.row('Volumes', /^server.conf/).click()
	await workbench.page.locator('.editor-instance').getByText('port = 5432').waitFor()
	await picture(shown, 'volumes')
}

async function push(shown: Stage): Promise<void> {
	const { hub, workbench } = shown
	hub.createAccount({ name: 'alice', password: 'not-a-token' })
	await workbench.command('Docker Registries: Sign In to Registry')
	await workbench.choice('Docker Hub').click()
	await workbench.answer('User name', 'alice')
	await workbench.answer('Personal access token', hub.createToken('alice'))
	await workbench.row('Registries', /^alice/).waitFor()
	await workbench.command('Notifications: Clear All Notifications')
	await workbench.command('Docker Images: Tag and Push Image')
	await workbench.choice('shop/api:1.2').click()
	await workbench.choice(/alice\s*docker\.io/).click()
	await workbench.quickInput.filter({ hasText: 'Name to push it under' }).waitFor()
	await workbench.page.keyboard.press('Enter')
	await workbench.choice('Create as Private and Push').click()
	await workbench.notification(/Pushed alice\/api:1\.2/).waitFor()
	await workbench.notification(/Pushing alice/).waitFor({ state: 'detached' })
	await picture(shown, 'pushed')
	await workbench.command('Notifications: Clear All Notifications')
}

async function preflight(shown: Stage): Promise<void> {
	const { workbench } = shown
	await workbench.command('Docker Images: Tag and Push Image')
	await workbench.choice('shop/secret:1').click()
	await workbench.choice(/alice\s*docker\.io/).click()
	await workbench.answer('Name to push it under', 'alice/secret:1')
	await workbench.choice('Push Anyway').waitFor()
	await workbench.choice('id_ed25519').first().waitFor()
	await picture(shown, 'preflight')
	await workbench.page.keyboard.press('Escape')
}

async function topology(shown: Stage): Promise<void> {
	const { workbench } = shown
	await workbench.command('Docker Networks: Show Topology')
	const page = new TopologyPage(workbench)
	await page.node('shop-api-1').waitFor()
	await workbench.expand(workbench.row('Networks', /^shop_back/))
	await page.node('shop-api-1').hover()
	await picture(shown, 'topology', false)
}
