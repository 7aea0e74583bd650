import type { Labels } from '../../engine/records.ts'

/** Options of a driver as they may be written to a file: without the passwords that `mount(8)` takes in `o`. */
export function withoutPasswords(options: Labels): Labels {
	return Object.fromEntries(
		Object.entries(options)
			.filter(([key]) => !/password|secret|token/i.test(key))
			.map(([key, value]) => [key, key === 'o' ? value.replaceAll(/(^|,)(?:pass(?:word)?\d?)=[^,]*/gi, '') : value]),
	)
}
