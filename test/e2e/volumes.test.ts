import assert from 'node:assert/strict'

import { saidIn } from '../support/containers.ts'
import { onStage } from './stage.ts'

describe('Volumes in the sidebar', () => {
	const stage = onStage()

	it('shows who uses what, and tells anonymous ones apart', async () => {
		const { workbench } = stage()
		await workbench.row('Volumes', /^shop_database.*shop .*in use by shop-database-1/).waitFor()
		await workbench.row('Volumes', /^uploads.*in use by shop-api-1 and shop-catalog-1/).waitFor()
		await workbench.row('Volumes', /^scratch.*tmpfs.*not in use/).waitFor()
		await workbench.row('Volumes', /^[\da-f]{12}.*anonymous.*not in use/).waitFor()
	})

	it('shows where containers mount it, and whether they may write', async () => {
		const { workbench } = stage()
		await workbench.row('Volumes', /^uploads/).click()
		await workbench.row('Volumes', /^shop-api-1.*\/var\/uploads · read\/write · running/).waitFor()
		await workbench.row('Volumes', /^shop-catalog-1.*\/uploads · read-only · running/).waitFor()
		await workbench.row('Volumes', /^uploads/).click()
	})

	it('shows what another program makes and removes', async () => {
		const { engine, workbench } = stage()
		await engine.docker.createVolume({ Name: 'from-elsewhere' })
		await workbench.row('Volumes', /^from-elsewhere/).waitFor()
		await engine.docker.getVolume('from-elsewhere').remove()
		await workbench.row('Volumes', /^from-elsewhere/).waitFor({ state: 'detached' })
	})

	it('creates one; says at the field what is wrong with the name', async () => {
		const { engine, workbench } = stage()
		await workbench.command('Docker Volumes: Create Volume')
		const input = workbench.quickInput.locator('input.input')
		await input.fill('-x')
		await workbench.complaint.filter({ hasText: 'must begin with a letter or digit' }).waitFor()
		await input.fill('a b')
		await workbench.complaint.filter({ hasText: 'Only letters' }).waitFor()
		await input.fill('uploads')
		await workbench.complaint.filter({ hasText: 'exists already' }).waitFor()
		await workbench.type('fresh')
		await workbench.choice('tmpfs').click()
		await workbench.answer('Largest size', '16m')
		await workbench.answer('Labels', 'team=web note="two words"')
		await workbench.row('Volumes', /^fresh.*tmpfs/).waitFor()
		const { Options, Labels } = await engine.docker.getVolume('fresh').inspect()
		assert.deepEqual(Options, { type: 'tmpfs', device: 'tmpfs', o: 'size=16m' })
		assert.deepEqual(Labels, { team: 'web', note: 'two words' })
	})

	it('goes back in the wizard, and has kept what was typed', async () => {
		const { workbench } = stage()
		await workbench.command('Docker Volumes: Create Volume')
		await workbench.answer('Name of the volume', 'kept-name')
		await workbench.choice('tmpfs').waitFor()
		await workbench.quickInput.getByRole('button', { name: 'Back' }).click()
		await workbench.quickInput.filter({ hasText: 'Name of the volume' }).waitFor()
		assert.equal(await workbench.quickInput.locator('input.input').inputValue(), 'kept-name')
		await workbench.page.keyboard.press('Escape')
	})

	it('shows sizes when they are asked for', async () => {
		const { workbench } = stage()
		await workbench.command('Docker Volumes: Compute Size')
		await workbench.row('Volumes', /^shop_database.*\d B/).waitFor()
	})

	it('asks before it removes, says what is lost, and does nothing when refused', async () => {
		const { engine, workbench } = stage()
		await workbench.menu(workbench.row('Volumes', /^fresh/), 'Remove Volume')
		await workbench.dialog.filter({ hasText: 'Remove volume “fresh” and all its data?' }).waitFor()
		await workbench.press('Cancel')
		await engine.docker.getVolume('fresh').inspect()
		await workbench.menu(workbench.row('Volumes', /^fresh/), 'Remove Volume')
		await workbench.press('Remove')
		await workbench.row('Volumes', /^fresh/).waitFor({ state: 'detached' })
	})

	it('removes several that are selected, by the keyboard', async () => {
		const { engine, workbench } = stage()
		await engine.docker.createVolume({ Name: 'aa1' })
		await engine.docker.createVolume({ Name: 'aa2' })
		await workbench.row('Volumes', /^aa1/).click()
		await workbench.row('Volumes', /^aa2/).click({ modifiers: ['ControlOrMeta'] })
		await workbench.page.keyboard.press('Delete')
		await workbench.dialog.filter({ hasText: 'Remove 2 volumes and all their data?' }).waitFor()
		await workbench.press('Remove')
		await workbench.row('Volumes', /^aa2/).waitFor({ state: 'detached' })
		await workbench.row('Volumes', /^aa1/).waitFor({ state: 'detached' })
	})

	it('lists exactly what prune takes', async () => {
		const { engine, workbench } = stage()
		await engine.docker.createVolume({ Name: 'unmeasured' })
		await workbench.row('Volumes', /^unmeasured/).waitFor()
		await workbench.command('Docker Volumes: Prune Unused Volumes')
		await workbench.choice(/unmeasured[^]* 0 B/).waitFor()
		const anonymous = workbench.choice(/^[\da-f]{12}/)
		assert.equal(await anonymous.getByRole('checkbox').isChecked(), true)
		assert.equal(await workbench.choice('scratch').getByRole('checkbox').isChecked(), false)
		assert.equal(await workbench.choice('uploads').count(), 0)
		await workbench.page.keyboard.press('Enter')
		await workbench.press('Remove')
		await workbench.row('Volumes', /^[\da-f]{12}/).waitFor({ state: 'detached' })
		await engine.docker.getVolume('scratch').inspect()
		await engine.docker.getVolume('unmeasured').remove()
	})

	it('names the containers of one in use, and removes them with it', async () => {
		const { engine, workbench } = stage()
		await saidIn(engine.docker.getContainer('shop-database-1'), 'sh', '-c', 'head -c 5000 /dev/zero > /notes')
		await workbench.menu(workbench.row('Volumes', /^shop_database/), 'Remove Volume')
		await workbench.dialog.filter({ hasText: /shop-database-1.*wrote 5 kB outside of volumes/ }).waitFor()
		await workbench.press('Remove Containers and Data')
		await workbench.row('Volumes', /^shop_database/).waitFor({ state: 'detached' })
		const names = (await engine.docker.listContainers({ all: true })).flatMap(({ Names }) => Names)
		assert.deepEqual(names.sort(), ['/shop-api-1', '/shop-catalog-1'])
	})
})
