import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where what is large and the same each time is kept between runs. */
export const cacheFolder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'longshore')
