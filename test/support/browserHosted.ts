#!/usr/bin/env node
/**
 * Stands where `runTests` expects the executable of a desktop VS Code: takes the same arguments, runs the same suite in
 * the extension host of a browser-hosted VS Code, and ends with its code.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'

import { startBrowser } from './browser.ts'
import { startTestServer } from './codeServer.ts'
import { suiteMark } from './suiteMark.ts'

const { values } = parseArgs({
	options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } },
	strict: false,
})

const folder = await mkdtemp(join(tmpdir(), 'longshore-vscode-'))
try {
	await using server = await startTestServer({ dataFolder: folder })
	const browser = await startBrowser()
	try {
		process.exitCode = await runSuite(await browser.newPage(), server.url)
	} finally {
		await browser.close()
	}
} finally {
	await rm(folder, { recursive: true, force: true })
}

async function runSuite(page: Page, url: string): Promise<number> {
	const { promise, resolve } = Promise.withResolvers<number>()
	const others: string[] = []
	let summed = false
	await page.exposeFunction('codeAutomationLog', (_: string, words: readonly unknown[]) => {
		const text = words.map(String).join(' ')
		const start = text.indexOf(suiteMark)
		if (start === -1) others.push(text)
		else console.log(text.slice(start + suiteMark.length))
		summed ||= /\d+ passing/.test(text)
	})
	await page.exposeFunction('codeAutomationExit', resolve)
	page.once('crash', () => resolve(1))
	const { host } = new URL(url)
	const remote = (path: unknown) => `vscode-remote://${host}${String(path)}`
	const payload = [
		['extensionDevelopmentPath', remote(values['extensionDevelopmentPath'])],
		['extensionTestsPath', remote(values['extensionTestsPath'])],
		['skipWelcome', 'true'],
	]
	const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) })
	await page.goto(`${url}/?${query.toString().replaceAll('+', '%20')}`)
	const code = await promise
	if (summed) return code
	// The extension host ended before the suite did; what VS Code said of it is all there is.
	console.error(others.join('\n'))
	return 1
}
