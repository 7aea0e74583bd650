import { chromium, type Browser } from 'playwright-core'

import { prepare } from './prerequisites.ts'

/** Starts the distribution's Chromium, without a window. */
export async function startBrowser(): Promise<Browser> {
	await prepare('browser')
	return chromium.launch({
		executablePath: process.env['LONGSHORE_CHROMIUM'] ?? '/usr/bin/chromium',
		args: [
			...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
			...['--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage'],
		],
	})
}
