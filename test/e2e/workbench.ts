import type { Browser, Locator, Page } from 'playwright-core'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { root } from '../support/codeServer.ts'

const picturesFolder = join(root, 'test-results')

/** VS Code in a browser, as a person uses it. */
export class Workbench {
	readonly page: Page

	private constructor(page: Page) {
		this.page = page
	}

	/** @param language Of the extension, `ko` for one; VS Code itself has no other than English without a language pack. */
	static async open(browser: Browser, url: string, language?: string): Promise<Workbench> {
		const context = await browser.newContext({
			viewport: { width: 1280, height: 1200 },
			permissions: ['clipboard-read', 'clipboard-write'],
		})
		if (language) await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)}`)
		const page = await context.newPage()
		page.setDefaultTimeout(10_000)
		const load = async () => {
			await page.goto(url, { timeout: 30_000 })
			await page.locator('.monaco-workbench .part.activitybar').waitFor({ timeout: 30_000 })
		}
		// VS Code's page stays blank now and then, when its server was just started; a person would load it again.
		await load().catch(load)
		return new Workbench(page)
	}

	async close(): Promise<void> {
		await this.page.context().close()
	}

	/** Opens the extension's own views. */
	async openSidebar(): Promise<void> {
		const icon = this.page
			.locator('.activitybar .action-item')
			.filter({ has: this.page.locator('[aria-label^="Longshore"]') })
		// A click on the icon of what is shown would hide it.
		const title = this.page.locator('.sidebar .composite.title').filter({ hasText: 'Longshore' })
		// In the first window of a server extensions come late.
		if (!(await title.isVisible())) await icon.first().click({ timeout: 30_000 })
		// When its views have something to show they take the focus, also from a question that was asked before.
		const shown = this.page.locator('.sidebar .pane .monaco-list-row, .sidebar .pane .welcome-view-content a')
		await shown.first().waitFor()
	}

	/** One of the views in the sidebar. */
	view(title: string): Locator {
		return this.page
			.locator('.sidebar .pane')
			.filter({ has: this.page.locator(`.pane-header[aria-label^="${title}"]`) })
	}

	/** A line of a view, by how its text begins. */
	row(view: string, text: string | RegExp): Locator {
		return this.view(view).locator('.monaco-list-row').filter({ hasText: text }).first()
	}

	/** Opens a line that has lines below it, once it has them. */
	async expand(row: Locator): Promise<void> {
		await row.and(this.page.locator('[aria-expanded=false]')).click()
	}

	/** Selects a line by a click. A tree that is drawn anew at that moment may have moved another line under it. */
	async select(row: Locator): Promise<void> {
		await this.until(async () => {
			await row.click()
			return (await row.getAttribute('aria-selected')) === 'true'
		})
	}

	/** Runs a command from the palette, by its title. */
	async command(title: string): Promise<void> {
		await this.page.keyboard.press('F1')
		const input = this.page.locator('.quick-input-widget input.input')
		await input.waitFor()
		await input.fill(`>${title}`)
		// The first line may be another command that has the same words and was run of late.
		const line = this.choice(title).first()
		await this.until(() => this.#isStill(line))
		await line.click()
	}

	/** A list that is still being filled moves its lines away from under a click. */
	async #isStill(line: Locator): Promise<boolean> {
		const before = await line.boundingBox()
		await this.page.waitForTimeout(150)
		const after = await line.boundingBox()
		return before !== null && before.y === after?.y
	}

	/** The field or list at the top of the window. */
	get quickInput(): Locator {
		return this.page.locator('.quick-input-widget:visible')
	}

	/** A line in the list at the top of the window. */
	choice(text: string | RegExp): Locator {
		return this.quickInput.locator('.monaco-list-row').filter({ hasText: text })
	}

	/** Takes a line of a list that may be longer than what is shown of it. */
	async take(text: string): Promise<void> {
		const lines = this.choice(text)
		await lines.or(this.quickInput.locator('.monaco-list-row')).first().waitFor()
		await this.quickInput.locator('input.input').fill(text)
		await lines.first().click()
	}

	/** Waits for a question at the top of the window, types into its field, and goes on. */
	async answer(prompt: string | RegExp, text: string): Promise<void> {
		await this.quickInput.locator('.quick-input-message').filter({ hasText: prompt }).waitFor()
		await this.type(text)
	}

	/** Types into the field at the top of the window instead of what is in it, and goes on. */
	async type(text: string): Promise<void> {
		await this.quickInput.locator('input.input').fill(text)
		await this.page.keyboard.press('Enter')
	}

	/** Chooses a file or folder in VS Code's own dialog. */
	async choosePath(title: string, path: string, button: string): Promise<void> {
		const dialog = this.quickInput.filter({ hasText: title })
		// It reads the folder that it starts in, and overwrites what was typed before.
		await dialog.locator('.monaco-list-row').first().waitFor()
		await this.page.waitForTimeout(1_000)
		await dialog.locator('input.input').fill(path)
		// It looks for the path as one types, and tells nobody when it is done.
		await this.page.waitForTimeout(1_000)
		await dialog.getByRole('button', { name: button, exact: true }).click()
	}

	/** What is wrong with what was typed. */
	get complaint(): Locator {
		return this.quickInput.locator('.quick-input-message')
	}

	/** A question in the middle of the window. */
	get dialog(): Locator {
		return this.page.locator('.monaco-dialog-box')
	}

	async press(button: string): Promise<void> {
		await this.dialog.getByRole('button', { name: button, exact: true }).click()
	}

	notification(text: string | RegExp): Locator {
		return this.page
			.locator('.notification-toast, .notifications-center .notification-list-item')
			.filter({ hasText: text })
			.first()
	}

	/** Opens the menu of a line and takes an entry. */
	async menu(row: Locator, entry: string | RegExp): Promise<void> {
		await row.click({ button: 'right' })
		const item = this.page.locator('.monaco-menu .action-item').filter({ hasText: entry }).first()
		// A menu takes no click right after it has opened, and no key before the entry under the mouse has the focus.
		await this.until(async () => {
			await item.hover()
			return /\bfocused\b/.test((await item.getAttribute('class')) ?? '')
		})
		await this.page.keyboard.press('Enter')
		await item.waitFor({ state: 'detached' })
	}

	/** Drags a line onto another, of any view. */
	async drag(from: Locator, to: Locator): Promise<void> {
		await from.hover()
		await this.page.mouse.down()
		// What takes a drop says so when something moves over it, not when it comes.
		for (let move = 0; move < 3; move += 1) {
			await to.hover({ force: true, position: { x: 30 + move, y: 10 } })
			await this.page.waitForTimeout(50)
		}
		await this.page.mouse.up()
	}

	/** Waits until something is so that no element shows by being there. */
	async until(holds: () => Promise<boolean>): Promise<void> {
		const deadline = Date.now() + 10_000
		while (!(await holds())) {
			if (Date.now() > deadline) throw new Error('It did not come to be so within 10 s.')
			await this.page.waitForTimeout(50)
		}
	}

	async screenshot(name: string): Promise<string> {
		await mkdir(picturesFolder, { recursive: true })
		const path = join(picturesFolder, `${name}.png`)
		await this.page.screenshot({ path })
		return path
	}
}
