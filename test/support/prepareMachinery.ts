import { prepare } from './prerequisites.ts'

await prepare('engine', 'images', 'registries')
