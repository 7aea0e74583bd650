import assert from 'node:assert/strict'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { onStage } from './stage.ts'

describe('Reachability', () => {
	const stage = onStage()
	let file = ''

	const clipboard = async () => String(await stage().workbench.page.evaluate('navigator.clipboard.readText()'))
	const preview = () =>
		stage().workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame').locator('body')

	it('answers whether one container reaches another, and how, or why not', async () => {
		const { workbench } = stage()
		const ask = async (from: string, to: string) => {
			await workbench.command('Docker Networks: Can A Reach B?')
			await workbench.choice(from).click()
			await workbench.quickInput.getByPlaceholder('Which container shall').waitFor()
			await workbench.choice(to).click()
		}
		await ask('shop-api-1', 'shop-catalog-1')
		await workbench.notification(/^.*Yes, shop-api-1 can reach shop-catalog-1: over shop_front as catalog, /).waitFor()
		await workbench.command('Notifications: Clear All Notifications')
		await ask('shop-api-1', 'shop-database-1')
		await workbench.notification('No, shop-api-1 cannot reach shop-database-1: they share no network.').waitFor()
		await workbench.page.waitForTimeout(500)
		await workbench.screenshot('can-reach')
		await workbench.command('Notifications: Clear All Notifications')
	})

	it('tries a connection, and puts what happened beside what the model says', async () => {
		const { workbench } = stage()
		await workbench.command('Docker Networks: Test Connection')
		await workbench.choice('shop-catalog-1').click()
		await workbench.quickInput.getByPlaceholder('Which container shall be reached').waitFor()
		await workbench.choice('shop-database-1').click()
		await workbench.quickInput.filter({ hasText: 'Which TCP port' }).waitFor()
		await workbench.quickInput.locator('input.input').fill('70000')
		await workbench.complaint.filter({ hasText: 'from 1 to 65535' }).waitFor()
		await workbench.type('5432')
		await preview().filter({ hasText: 'The model: Yes, shop-catalog-1 can reach shop-database-1' }).waitFor()
		await preview()
			.filter({ hasText: /Look up db\s+10\.213\.\d+\.\d+\s+\d+ ms/ })
			.waitFor()
		// What becomes of it is a matter of this machine's firewall too; which is why people try.
		await preview()
			.filter({ hasText: /Connect to 10\.213\.\d+\.\d+:5432\s+(reached|no answer)/ })
			.waitFor()
		await workbench.screenshot('test-connection')
		await workbench.page.keyboard.press('ControlOrMeta+w')
	})

	it('shows who reaches whom in a project, and copies it as Markdown', async () => {
		const { workbench, engine } = stage()
		await workbench.command('Docker Networks: Show Reachability Matrix')
		await workbench.choice('shop').first().click()
		const row = preview()
			.locator('tr')
			.filter({ hasText: /^\s*shop-api-1/ })
		await row.filter({ hasText: '✓ shop_front' }).waitFor()
		await workbench.screenshot('reachability-matrix')
		await engine.docker.getNetwork('shop_front').connect({ Container: 'shop-database-1' })
		await row.filter({ hasText: /✓ shop_front\s+✓ shop_front/ }).waitFor()
		await workbench.command('Docker Networks: Copy Reachability Matrix')
		await workbench.choice('shop').first().click()
		await workbench.until(async () => (await clipboard()).includes('**shop-database-1** | ✓ shop_front |'))
		await workbench.page.keyboard.press('ControlOrMeta+w')
	})

	it('drafts an isolation file where there is none, and never writes over one', async () => {
		const { workbench, dataFolder } = stage()
		const folder = join(dataFolder, 'drafted')
		const drafted = join(folder, '.docker/isolation.yaml')
		await rm(folder, { recursive: true, force: true })
		await mkdir(folder)
		await workbench.page.goto(`${new URL(workbench.page.url()).origin}/?folder=${folder}`)
		await workbench.openSidebar()
		const offer = async () => {
			await workbench.command('Docker Networks: Check Isolation')
			return workbench.notification('There is no isolation file yet.').getByRole('button', { name: 'Create File' })
		}
		const late = await offer()
		await late.waitFor()
		await mkdir(join(folder, '.docker'))
		await writeFile(drafted, 'never: []\n')
		await late.click()
		await workbench.notification('.docker/isolation.yaml was not created').waitFor()
		assert.equal(await readFile(drafted, 'utf8'), 'never: []\n')
		await workbench.command('Notifications: Clear All Notifications')
		await rm(join(folder, '.docker'), { recursive: true })
		await (await offer()).click()
		await workbench.page.locator('.tab').filter({ hasText: 'isolation.yaml' }).waitFor()
		assert.match(await readFile(drafted, 'utf8'), /^project: "shop"$/m)
	})

	it('marks in an isolation file what does not hold', async () => {
		const { workbench, dataFolder } = stage()
		const folder = join(dataFolder, 'project')
		file = join(folder, '.docker/isolation.yaml')
		await mkdir(join(folder, '.docker'), { recursive: true })
		const rules = ['must:', '  - api <-> catalog', '  - catalog <-> database', 'never:', '  - api <-> database']
		await writeFile(file, ['project: shop', ...rules, '  - api <-> cache', ''].join('\n'))
		const { origin, host } = new URL(workbench.page.url())
		const payload = encodeURIComponent(JSON.stringify([['openFile', `vscode-remote://${host}${file}`]]))
		await workbench.page.goto(`${origin}/?folder=${folder}&payload=${payload}`)
		await workbench.page.locator('.tab').filter({ hasText: 'isolation.yaml' }).waitFor({ timeout: 60_000 })
		await workbench.openSidebar()
		await workbench.row('Networks', /^shop_back/).waitFor()
		await workbench.page.locator('.squiggly-error').first().waitFor()
		await workbench.page.locator('.squiggly-warning').first().waitFor()
		await workbench.page.locator('.codelens-decoration').filter({ hasText: '2 of 4 hold' }).waitFor()
		await workbench.command('Docker Networks: Check Isolation')
		await workbench.notification('2 of 4 isolation rules hold.').getByRole('button', { name: 'Show Problems' }).click()
		await workbench.page
			.locator('.markers-panel')
			.filter({ hasText: /shop-api-1 reaches shop-database-1 over shop_front/ })
			.waitFor()
		await workbench.screenshot('isolation')
	})

	it('proposes networks that make it hold, says what it does, and does it when told to', async () => {
		const { workbench, engine } = stage()
		await workbench.command('Docker Networks: Propose Networks for Isolation')
		const question = workbench.dialog.filter({ hasText: 'disconnect shop-database-1 from shop_front' })
		await question.waitFor()
		await workbench.screenshot('isolation-proposal')
		await workbench.press('Cancel')
		await workbench.command('Docker Networks: Propose Networks for Isolation')
		await question.waitFor()
		await workbench.press('Apply')
		await workbench.page.locator('.codelens-decoration').filter({ hasText: '3 of 4 hold' }).waitFor()
		await workbench.page.locator('.squiggly-error').first().waitFor({ state: 'detached' })
		const { NetworkSettings } = await engine.docker.getContainer('shop-database-1').inspect()
		assert.deepEqual(Object.keys(NetworkSettings.Networks), ['shop_back'])
	})

	it('completes names and arrows', async () => {
		const { workbench } = stage()
		const { page } = workbench
		await page.locator('.editor-container .view-lines').first().click()
		await page.keyboard.press('ControlOrMeta+End')
		await page.keyboard.type('  - cat')
		const suggestions = page.locator('.suggest-widget .monaco-list-row')
		await page.keyboard.press('ControlOrMeta+Space')
		await suggestions.filter({ hasText: 'shop-catalog-1' }).waitFor()
		await workbench.screenshot('isolation-completion')
		await page.keyboard.press('Escape')
		assert.match(await readFile(file, 'utf8'), /^project: shop/)
	})
})
