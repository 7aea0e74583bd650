import { dockerdOf } from './engineOfSuite.ts'
import { prepare } from './prerequisites.ts'

await prepare('engine', 'images', 'registries')
// No test waits as long as another engine's installation takes.
await dockerdOf()
