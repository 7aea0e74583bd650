import { cpus, totalmem } from 'node:os'

import type { Place } from './place.ts'

/** What numbers depend on. */
export async function machineFacts({ engine }: Place): Promise<readonly string[]> {
	const [first] = cpus()
	const { Version, KernelVersion } = await engine.docker.version()
	return [
		`${first?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
		`Linux ${KernelVersion ?? ''}, Engine ${Version}, Node ${process.versions.node}, VS Code 1.139 in Chromium`,
		`${new Date().toISOString().slice(0, 10)}; medians`,
	]
}
