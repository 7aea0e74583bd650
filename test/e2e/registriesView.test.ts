import assert from 'node:assert/strict'

import { onStage } from './stage.ts'

describe('Registries and images, from their menus', () => {
	const stage = onStage({ hub: true, settings: { 'longshore.push.preflight': 'off' } })
	const remote = (text: string | RegExp) => stage().workbench.row('Registries', text)
	const image = (text: string | RegExp) => stage().workbench.row('Images', text)
	const copied = (text: RegExp) => {
		const { workbench } = stage()
		return workbench.until(async () =>
			text.test(String(await workbench.page.evaluate('navigator.clipboard.readText()'))),
		)
	}

	before(async () => {
		const { hub, workbench } = stage()
		hub.createAccount({ name: 'alice', password: 'not-a-token' })
		hub.createOrganisation({ name: 'harbour', members: ['alice'] })
		for (let each = 10; each < 40; each++) hub.createRepository(`harbour/tool-${each}`)
		for (const title of ['Volumes', 'Networks', 'Containers']) {
			await workbench.view(title).locator('.pane-header').click()
		}
		await workbench.command('Docker Registries: Sign In to Registry')
		await workbench.choice('Docker Hub').click()
		await workbench.answer('User name', 'alice')
		await workbench.answer('Personal access token', hub.createToken('alice', { scope: 'repo:admin' }))
		await remote(/^alice.*Docker Hub/).waitFor()
	})

	it('gives an image another name, and moves one that another image has', async () => {
		const { engine, workbench } = stage()
		await image(/^shop\/api/).click()
		await workbench.menu(image(/^1\.2/), 'Tag Image')
		await workbench.quickInput.filter({ hasText: 'New name for shop/api:1.2' }).waitFor()
		const input = workbench.quickInput.locator('input.input')
		await workbench.page.keyboard.press('Enter')
		await workbench.complaint.filter({ hasText: 'The image has this name already.' }).waitFor()
		await input.fill('alice/api:1.2')
		await workbench.page.keyboard.press('Enter')
		await image(/^alice\/api/).waitFor()
		await workbench.menu(image(/^1\.3/), 'Tag Image')
		await workbench.answer('New name for shop/api:1.3', 'alice/api:1.2')
		await workbench.choice(/^Move the Name Here.*loses it/).waitFor()
		await workbench.screenshot('images-tag-moves')
		await workbench.choice(/^Leave It/).click()
		const idOf = async (name: string) => (await engine.docker.getImage(name).inspect()).Id
		assert.equal(await idOf('alice/api:1.2'), await idOf('shop/api:1.2'))
		await image(/^shop\/api/).click()
	})

	it('copies a reference and an id, inspects, and says what removal takes', async () => {
		const { engine, workbench } = stage()
		await image(/^alice\/api/).click()
		await workbench.menu(image(/^1\.2/), 'Copy Image Reference')
		await copied(/^alice\/api:1\.2$/)
		await workbench.menu(image(/^1\.2/), 'Copy Image ID')
		await copied(/^(sha256:)?[\da-f]{12,64}$/)
		await workbench.menu(image(/^1\.2/), 'Inspect Image')
		await workbench.page.locator('.editor-container .view-lines').filter({ hasText: 'RepoTags' }).waitFor()
		await workbench.command('View: Close Editor')
		for (const tag of ['1', '2']) await engine.docker.getImage('busybox').tag({ repo: 'alice/old', tag })
		await image(/^alice\/old2 tags/).waitFor()
		await workbench.menu(image(/^alice\/old/), 'Remove Image')
		await workbench.dialog
			.filter({ hasText: 'Remove 2 images?' })
			.filter({ hasText: 'alice/old:2: only this name' })
			.waitFor()
		await workbench.screenshot('images-remove')
		await workbench.press('Remove')
		await image(/^alice\/old/).waitFor({ state: 'detached' })
	})

	it('loads more of what a registry lists', async () => {
		const { workbench } = stage()
		await workbench.view('Images').locator('.pane-header').click()
		await remote(/^alice.*Docker Hub/).click()
		await remote(/^harbour.*organisation/).click()
		await remote(/^tool-34/).waitFor()
		await remote(/^Load More/).click()
		await remote(/^tool-39/).waitFor()
		await remote(/^Load More/).waitFor({ state: 'detached' })
		await remote(/^harbour/).click()
		await workbench.view('Images').locator('.pane-header').click()
	})

	it('reaches from the palette what no page shows yet, and says what is searched for', async () => {
		const { workbench } = stage()
		const choose = async () => {
			await workbench.command('Docker Registries: Copy Remote Reference')
			await workbench.choice('alice').click()
			await workbench.choice('harbour').click()
		}
		await workbench.command('Docker Registries: Refresh')
		await choose()
		await workbench.choice('harbour/tool-10').waitFor()
		await workbench.quickInput.locator('input.input').fill('harbour/tool-39')
		await workbench.choice('Load More…').click()
		await workbench.take('harbour/tool-39')
		await workbench.notification('harbour/tool-39 has no tags.').waitFor()
		await workbench.command('Notifications: Clear All Notifications')
		const search = async (text: string) => {
			await workbench.command('Docker Registries: Search Repositories or Tags')
			await workbench.choice('alice').click()
			await workbench.choice('harbour').click()
			await workbench.answer('A part of the repository’s name', text)
		}
		await search('tool-3')
		await remote(/^harbour.*“tool-3” only/).waitFor()
		await choose()
		await workbench.quickInput.getByPlaceholder('Which repository? · “tool-3” only').waitFor()
		await workbench.screenshot('registries-choose-searched')
		await workbench.page.keyboard.press('Escape')
		await search('')
	})

	it('copies from a registry: the reference, and lines for docker, compose and Kubernetes', async () => {
		const { engine, hub, workbench } = stage()
		await workbench.menu(image(/^1\.2/), /^Push Image/)
		await workbench.notification(/Pushed alice\/api:1\.2/).waitFor()
		const [tag] = await hub.tags('alice/api')
		assert.ok(tag)
		await workbench.command('Notifications: Clear All Notifications')
		await remote(/^alice(?!.*Docker Hub)/).click()
		await remote(/^api/).click()
		await remote(/^1\.2/).waitFor()
		await workbench.menu(remote(/^1\.2/), 'Copy Remote Reference')
		await copied(/alice\/api:1\.2$/)
		for (const [choice, line] of [
			['Pull Command', `docker pull (docker\\.io/)?alice/api@${tag.digest}`],
			['Compose', `image: .*alice/api.*@${tag.digest}`],
			['Kubernetes', `image: .*alice/api.*@${tag.digest}`],
		] as const) {
			await workbench.menu(remote(/^1\.2/), 'Copy with Digest')
			await workbench.choice(choice).click()
			await copied(new RegExp(line))
		}
		await workbench.screenshot('registries-copied')
		await engine.docker.getImage('alice/api:1.2').remove()
		await image(/^alice\/api/).waitFor({ state: 'detached' })
	})

	it('pulls what a registry has', async () => {
		const { engine, workbench } = stage()
		await workbench.menu(remote(/^1\.2/), 'Pull from Registry')
		await image(/^alice\/api/).waitFor()
		assert.ok(await engine.docker.getImage('alice/api:1.2').inspect())
	})

	it('searches the tags of a repository', async () => {
		const { workbench } = stage()
		const search = async (text: string) => {
			await workbench.menu(remote(/^api/), 'Search Repositories or Tags')
			await workbench.answer('A part of the tag’s name', text)
		}
		await search('9')
		await remote(/^api.*“9” only/).waitFor()
		await remote(/^Nothing was found/).waitFor()
		await search('1.')
		await remote(/^1\.2/).waitFor()
		await search('')
		await remote(/^api(?!.*only)/).waitFor()
	})

	it('tells a registry’s refusal as the registry’s, also from the palette', async () => {
		const { hub, workbench } = stage()
		await workbench.command('Docker Registries: Search Repositories or Tags')
		await workbench.choice('alice').click()
		await workbench.choice('harbour').click()
		await workbench.quickInput.filter({ hasText: 'A part of the repository’s name' }).waitFor()
		hub.fault({ on: 'web', status: 401 })
		try {
			await workbench.answer('A part of the repository’s name', 'tool')
			const refused = workbench.notification('Docker Hub refused the access token of alice')
			await refused.hover()
			await refused.getByRole('button', { name: 'Replace Access Token…' }).waitFor()
			await workbench.screenshot('registries-search-refused')
		} finally {
			hub.clearFaults()
		}
		await workbench.command('Notifications: Clear All Notifications')
	})

	it('says which site it opens', async () => {
		const { workbench } = stage()
		await workbench.menu(remote(/^api/), 'Open Registry Web Site')
		await workbench.dialog.filter({ hasText: 'https://hub.docker.com/r/alice/api' }).waitFor()
		await workbench.screenshot('registries-web')
		await workbench.press('Cancel')
	})

	it('signs out, after it said what that means', async () => {
		const { workbench } = stage()
		await workbench.menu(remote(/^alice.*Docker Hub/), 'Sign Out of Registry')
		await workbench.dialog.filter({ hasText: 'The access token is deleted' }).waitFor()
		await workbench.press('Sign Out')
		await workbench.view('Registries').filter({ hasText: 'Sign In to Registry' }).waitFor()
	})
})
