;; Pointwise values of differential operators in dimension 1:
;;   out[0] = u_ab u_ab + nu u_aa - u u u
;;   out[1] = u_a v_a
;; u_01 is the component of the symmetrised derivative of u along the frame vectors 0 and 1 of a node.
(module
  (import "m" "m" (memory 0))
  (func (export "uniforms") (local f64)
    i32.const 80
    f64.load offset=0 align=8
    local.set 0
    ;; uniform value 0
    i32.const 96
    local.get 0
    f64.store offset=0 align=8
  )
  (func (export "rows0") (param i32 i32 i32 i32) (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 v128 f64 i32 i32 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 i32 i32)
    v128.const f64x2 2.73567195834312 2.73567195834312
    local.set 24
    v128.const f64x2 0.170979497396445 0.170979497396445
    local.set 27
    v128.const f64x2 5.12938492189335 5.12938492189335
    local.set 29
    i32.const 96
    v128.load64_splat offset=0 align=8
    local.set 31
    v128.const f64x2 0.1193662073189215 0.1193662073189215
    local.set 32
    v128.const f64x2 0.954929658551372 0.954929658551372
    local.set 33
    v128.const f64x2 0 0
    local.set 52
    f64.const 2.73567195834312
    local.set 55
    f64.const 0.170979497396445
    local.set 58
    f64.const 5.12938492189335
    local.set 60
    i32.const 96
    f64.load offset=0 align=8
    local.set 62
    f64.const 0.1193662073189215
    local.set 63
    f64.const 0.954929658551372
    local.set 64
    f64.const 0
    local.set 65
    local.get 3
    local.set 10
    local.get 3
    i32.const 192
    i32.add
    local.set 11
    local.get 0
    local.get 1
    i32.lt_u
    if
      loop
        local.get 0
        i32.load offset=0 align=4
        i32.const 3
        i32.shl
        local.set 4
        local.get 0
        i32.load offset=4 align=4
        i32.const 3
        i32.shl
        local.set 5
        i32.const 64
        i32.load offset=0 align=4
        i32.const 16
        i32.sub
        local.get 0
        i32.load offset=8 align=4
        i32.const 3
        i32.shl
        i32.add
        local.set 16
        i32.const 64
        i32.load offset=4 align=4
        i32.const 16
        i32.sub
        local.get 0
        i32.load offset=8 align=4
        i32.const 3
        i32.shl
        i32.add
        local.set 19
        i32.const 64
        i32.load offset=8 align=4
        local.get 4
        i32.add
        local.set 12
        i32.const 64
        i32.load offset=12 align=4
        local.get 4
        i32.add
        local.set 13
        i32.const 0
        local.set 6
        local.get 5
        local.set 8
        local.get 8
        local.get 6
        local.get 8
        local.get 6
        i32.sub
        i32.const 64
        i32.lt_s
        select
        local.set 17
        local.get 8
        local.get 8
        local.get 8
        local.get 6
        i32.sub
        i32.const 64
        i32.lt_s
        select
        local.set 18
        ;; single positions: all of a short row, else those that wrap around
        local.get 18
        local.get 6
        local.get 6
        local.get 17
        i32.sub
        i32.eqz
        select
        local.set 6
        local.get 6
        local.get 8
        i32.lt_s
        if
          loop
            ;; line 0, position 0
            local.get 10
            local.get 6
            i32.add
            local.get 16
            local.get 6
            i32.add
            f64.load offset=16 align=8
            f64.store offset=16 align=8
            local.get 6
            i32.const 8
            i32.add
            local.set 6
            local.get 18
            local.get 6
            local.get 6
            local.get 17
            i32.sub
            i32.eqz
            select
            local.set 6
            local.get 6
            local.get 8
            i32.lt_s
            br_if 0
          end
        end
        ;; pairs of positions, 4 at a time
        local.get 18
        i32.const -64
        i32.add
        local.set 7
        local.get 17
        i32.const -64
        i32.add
        local.set 6
        local.get 6
        local.get 7
        i32.lt_s
        if
          loop
            local.get 6
            i32.const 64
            i32.add
            local.set 6
            local.get 6
            local.get 7
            local.get 6
            local.get 7
            i32.lt_s
            select
            local.set 6
            ;; line 0, position 0
            local.get 10
            local.get 6
            i32.add
            local.get 16
            local.get 6
            i32.add
            v128.load offset=16 align=8
            v128.store offset=16 align=8
            ;; line 0, position 2
            local.get 10
            local.get 6
            i32.add
            local.get 16
            local.get 6
            i32.add
            v128.load offset=32 align=8
            v128.store offset=32 align=8
            ;; line 0, position 4
            local.get 10
            local.get 6
            i32.add
            local.get 16
            local.get 6
            i32.add
            v128.load offset=48 align=8
            v128.store offset=48 align=8
            ;; line 0, position 6
            local.get 10
            local.get 6
            i32.add
            local.get 16
            local.get 6
            i32.add
            v128.load offset=64 align=8
            v128.store offset=64 align=8
            local.get 6
            local.get 7
            i32.lt_s
            br_if 0
          end
        end
        local.get 10
        local.get 10
        f64.load offset=80 align=8
        f64.store offset=8 align=8
        local.get 10
        local.get 10
        f64.load offset=72 align=8
        f64.store offset=0 align=8
        local.get 10
        local.get 10
        f64.load offset=16 align=8
        f64.store offset=88 align=8
        local.get 10
        local.get 10
        f64.load offset=24 align=8
        f64.store offset=96 align=8
        i32.const 0
        local.set 6
        local.get 5
        local.set 8
        local.get 8
        local.get 6
        local.get 8
        local.get 6
        i32.sub
        i32.const 64
        i32.lt_s
        select
        local.set 20
        local.get 8
        local.get 8
        local.get 8
        local.get 6
        i32.sub
        i32.const 64
        i32.lt_s
        select
        local.set 21
        ;; single positions: all of a short row, else those that wrap around
        local.get 21
        local.get 6
        local.get 6
        local.get 20
        i32.sub
        i32.eqz
        select
        local.set 6
        local.get 6
        local.get 8
        i32.lt_s
        if
          loop
            ;; line 1, position 0
            local.get 11
            local.get 6
            i32.add
            local.get 19
            local.get 6
            i32.add
            f64.load offset=16 align=8
            f64.store offset=16 align=8
            local.get 6
            i32.const 8
            i32.add
            local.set 6
            local.get 21
            local.get 6
            local.get 6
            local.get 20
            i32.sub
            i32.eqz
            select
            local.set 6
            local.get 6
            local.get 8
            i32.lt_s
            br_if 0
          end
        end
        ;; pairs of positions, 4 at a time
        local.get 21
        i32.const -64
        i32.add
        local.set 7
        local.get 20
        i32.const -64
        i32.add
        local.set 6
        local.get 6
        local.get 7
        i32.lt_s
        if
          loop
            local.get 6
            i32.const 64
            i32.add
            local.set 6
            local.get 6
            local.get 7
            local.get 6
            local.get 7
            i32.lt_s
            select
            local.set 6
            ;; line 1, position 0
            local.get 11
            local.get 6
            i32.add
            local.get 19
            local.get 6
            i32.add
            v128.load offset=16 align=8
            v128.store offset=16 align=8
            ;; line 1, position 2
            local.get 11
            local.get 6
            i32.add
            local.get 19
            local.get 6
            i32.add
            v128.load offset=32 align=8
            v128.store offset=32 align=8
            ;; line 1, position 4
            local.get 11
            local.get 6
            i32.add
            local.get 19
            local.get 6
            i32.add
            v128.load offset=48 align=8
            v128.store offset=48 align=8
            ;; line 1, position 6
            local.get 11
            local.get 6
            i32.add
            local.get 19
            local.get 6
            i32.add
            v128.load offset=64 align=8
            v128.store offset=64 align=8
            local.get 6
            local.get 7
            i32.lt_s
            br_if 0
          end
        end
        local.get 11
        local.get 11
        f64.load offset=80 align=8
        f64.store offset=8 align=8
        local.get 11
        local.get 11
        f64.load offset=72 align=8
        f64.store offset=0 align=8
        local.get 11
        local.get 11
        f64.load offset=16 align=8
        f64.store offset=88 align=8
        local.get 11
        local.get 11
        f64.load offset=24 align=8
        f64.store offset=96 align=8
        i32.const 0
        local.set 6
        local.get 5
        local.set 8
        local.get 8
        local.get 6
        local.get 8
        local.get 6
        i32.sub
        i32.const 64
        i32.lt_s
        select
        local.set 66
        local.get 8
        local.get 8
        local.get 8
        local.get 6
        i32.sub
        i32.const 64
        i32.lt_s
        select
        local.set 67
        ;; single positions: all of a short row, else those that wrap around
        local.get 67
        local.get 6
        local.get 6
        local.get 66
        i32.sub
        i32.eqz
        select
        local.set 6
        local.get 6
        local.get 8
        i32.lt_s
        if
          loop
            ;; u_ab u_ab + nu u_aa - u u u, position 0
            local.get 12
            local.get 6
            i32.add
            local.get 10
            local.get 6
            i32.add
            f64.load offset=8 align=8
            local.tee 53
            local.get 10
            local.get 6
            i32.add
            f64.load offset=24 align=8
            local.tee 54
            f64.add
            local.get 55
            f64.mul
            local.get 10
            local.get 6
            i32.add
            f64.load offset=0 align=8
            local.tee 56
            local.get 10
            local.get 6
            i32.add
            f64.load offset=32 align=8
            local.tee 57
            f64.add
            local.get 58
            f64.mul
            f64.sub
            local.get 16
            local.get 6
            i32.add
            f64.load offset=16 align=8
            ;; u, local 59
            local.tee 59
            local.get 60
            f64.mul
            f64.sub
            ;; u_00, local 61
            local.tee 61
            local.get 61
            f64.mul
            local.get 61
            local.get 62
            f64.mul
            f64.add
            local.get 59
            local.get 59
            local.get 59
            f64.mul
            f64.mul
            f64.sub
            f64.store offset=0 align=8
            ;; u_a v_a, position 0
            local.get 13
            local.get 6
            i32.add
            local.get 56
            local.get 57
            f64.sub
            local.get 63
            f64.mul
            local.get 53
            local.get 54
            f64.sub
            local.get 64
            f64.mul
            f64.sub
            ;; u_0
            local.get 63
            local.get 11
            local.get 6
            i32.add
            f64.load offset=0 align=8
            local.get 11
            local.get 6
            i32.add
            f64.load offset=32 align=8
            f64.sub
            f64.mul
            local.get 64
            local.get 11
            local.get 6
            i32.add
            f64.load offset=8 align=8
            local.get 11
            local.get 6
            i32.add
            f64.load offset=24 align=8
            f64.sub
            f64.mul
            f64.sub
            ;; v_0
            f64.mul
            f64.store offset=0 align=8
            local.get 15
            local.get 59
            local.get 65
            f64.mul
            f64.add
            local.set 15
            local.get 15
            local.get 65
            local.get 19
            local.get 6
            i32.add
            f64.load offset=16 align=8
            f64.mul
            f64.add
            local.set 15
            local.get 6
            i32.const 8
            i32.add
            local.set 6
            local.get 67
            local.get 6
            local.get 6
            local.get 66
            i32.sub
            i32.eqz
            select
            local.set 6
            local.get 6
            local.get 8
            i32.lt_s
            br_if 0
          end
        end
        ;; pairs of positions, 4 at a time
        local.get 67
        i32.const -64
        i32.add
        local.set 7
        local.get 66
        i32.const -64
        i32.add
        local.set 6
        local.get 6
        local.get 7
        i32.lt_s
        if
          loop
            local.get 6
            i32.const 64
            i32.add
            local.set 6
            local.get 6
            local.get 7
            local.get 6
            local.get 7
            i32.lt_s
            select
            local.set 6
            ;; u_ab u_ab + nu u_aa - u u u, position 0
            local.get 12
            local.get 6
            i32.add
            local.get 10
            local.get 6
            i32.add
            v128.load offset=8 align=8
            local.tee 22
            local.get 10
            local.get 6
            i32.add
            v128.load offset=24 align=8
            local.tee 23
            f64x2.add
            local.get 24
            f64x2.mul
            local.get 10
            local.get 6
            i32.add
            v128.load offset=0 align=8
            local.tee 25
            local.get 10
            local.get 6
            i32.add
            v128.load offset=32 align=8
            local.tee 26
            f64x2.add
            local.get 27
            f64x2.mul
            f64x2.sub
            local.get 16
            local.get 6
            i32.add
            v128.load offset=16 align=8
            ;; u, local 28
            local.tee 28
            local.get 29
            f64x2.mul
            f64x2.sub
            ;; u_00, local 30
            local.tee 30
            local.get 30
            f64x2.mul
            local.get 30
            local.get 31
            f64x2.mul
            f64x2.add
            local.get 28
            local.get 28
            local.get 28
            f64x2.mul
            f64x2.mul
            f64x2.sub
            v128.store offset=0 align=8
            ;; u_a v_a, position 0
            local.get 13
            local.get 6
            i32.add
            local.get 25
            local.get 26
            f64x2.sub
            local.get 32
            f64x2.mul
            local.get 22
            local.get 23
            f64x2.sub
            local.get 33
            f64x2.mul
            f64x2.sub
            ;; u_0
            local.get 32
            local.get 11
            local.get 6
            i32.add
            v128.load offset=0 align=8
            local.get 11
            local.get 6
            i32.add
            v128.load offset=32 align=8
            local.tee 34
            f64x2.sub
            f64x2.mul
            local.get 33
            local.get 11
            local.get 6
            i32.add
            v128.load offset=8 align=8
            local.get 11
            local.get 6
            i32.add
            v128.load offset=24 align=8
            local.tee 35
            f64x2.sub
            f64x2.mul
            f64x2.sub
            ;; v_0
            f64x2.mul
            v128.store offset=0 align=8
            ;; u_ab u_ab + nu u_aa - u u u, position 2
            local.get 12
            local.get 6
            i32.add
            local.get 24
            local.get 23
            local.get 10
            local.get 6
            i32.add
            v128.load offset=40 align=8
            local.tee 36
            f64x2.add
            f64x2.mul
            local.get 27
            local.get 10
            local.get 6
            i32.add
            v128.load offset=16 align=8
            local.tee 37
            local.get 10
            local.get 6
            i32.add
            v128.load offset=48 align=8
            local.tee 38
            f64x2.add
            f64x2.mul
            f64x2.sub
            local.get 29
            local.get 16
            local.get 6
            i32.add
            v128.load offset=32 align=8
            ;; u, local 39
            local.tee 39
            f64x2.mul
            f64x2.sub
            ;; u_00, local 40
            local.tee 40
            local.get 40
            f64x2.mul
            local.get 31
            local.get 40
            f64x2.mul
            f64x2.add
            local.get 39
            local.get 39
            local.get 39
            f64x2.mul
            f64x2.mul
            f64x2.sub
            v128.store offset=16 align=8
            ;; u_a v_a, position 2
            local.get 13
            local.get 6
            i32.add
            local.get 32
            local.get 37
            local.get 38
            f64x2.sub
            f64x2.mul
            local.get 33
            local.get 23
            local.get 36
            f64x2.sub
            f64x2.mul
            f64x2.sub
            ;; u_0
            local.get 32
            local.get 11
            local.get 6
            i32.add
            v128.load offset=16 align=8
            local.get 11
            local.get 6
            i32.add
            v128.load offset=48 align=8
            local.tee 41
            f64x2.sub
            f64x2.mul
            local.get 33
            local.get 35
            local.get 11
            local.get 6
            i32.add
            v128.load offset=40 align=8
            local.tee 42
            f64x2.sub
            f64x2.mul
            f64x2.sub
            ;; v_0
            f64x2.mul
            v128.store offset=16 align=8
            ;; u_ab u_ab + nu u_aa - u u u, position 4
            local.get 12
            local.get 6
            i32.add
            local.get 24
            local.get 36
            local.get 10
            local.get 6
            i32.add
            v128.load offset=56 align=8
            local.tee 43
            f64x2.add
            f64x2.mul
            local.get 27
            local.get 26
            local.get 10
            local.get 6
            i32.add
            v128.load offset=64 align=8
            local.tee 44
            f64x2.add
            f64x2.mul
            f64x2.sub
            local.get 29
            local.get 16
            local.get 6
            i32.add
            v128.load offset=48 align=8
            ;; u, local 45
            local.tee 45
            f64x2.mul
            f64x2.sub
            ;; u_00, local 46
            local.tee 46
            local.get 46
            f64x2.mul
            local.get 31
            local.get 46
            f64x2.mul
            f64x2.add
            local.get 45
            local.get 45
            local.get 45
            f64x2.mul
            f64x2.mul
            f64x2.sub
            v128.store offset=32 align=8
            ;; u_a v_a, position 4
            local.get 13
            local.get 6
            i32.add
            local.get 32
            local.get 26
            local.get 44
            f64x2.sub
            f64x2.mul
            local.get 33
            local.get 36
            local.get 43
            f64x2.sub
            f64x2.mul
            f64x2.sub
            ;; u_0
            local.get 32
            local.get 34
            local.get 11
            local.get 6
            i32.add
            v128.load offset=64 align=8
            f64x2.sub
            f64x2.mul
            local.get 33
            local.get 42
            local.get 11
            local.get 6
            i32.add
            v128.load offset=56 align=8
            local.tee 47
            f64x2.sub
            f64x2.mul
            f64x2.sub
            ;; v_0
            f64x2.mul
            v128.store offset=32 align=8
            ;; u_ab u_ab + nu u_aa - u u u, position 6
            local.get 12
            local.get 6
            i32.add
            local.get 24
            local.get 43
            local.get 10
            local.get 6
            i32.add
            v128.load offset=72 align=8
            local.tee 48
            f64x2.add
            f64x2.mul
            local.get 27
            local.get 38
            local.get 10
            local.get 6
            i32.add
            v128.load offset=80 align=8
            local.tee 49
            f64x2.add
            f64x2.mul
            f64x2.sub
            local.get 29
            local.get 16
            local.get 6
            i32.add
            v128.load offset=64 align=8
            ;; u, local 50
            local.tee 50
            f64x2.mul
            f64x2.sub
            ;; u_00, local 51
            local.tee 51
            local.get 51
            f64x2.mul
            local.get 31
            local.get 51
            f64x2.mul
            f64x2.add
            local.get 50
            local.get 50
            local.get 50
            f64x2.mul
            f64x2.mul
            f64x2.sub
            v128.store offset=48 align=8
            ;; u_a v_a, position 6
            local.get 13
            local.get 6
            i32.add
            local.get 32
            local.get 38
            local.get 49
            f64x2.sub
            f64x2.mul
            local.get 33
            local.get 43
            local.get 48
            f64x2.sub
            f64x2.mul
            f64x2.sub
            ;; u_0
            local.get 32
            local.get 41
            local.get 11
            local.get 6
            i32.add
            v128.load offset=80 align=8
            f64x2.sub
            f64x2.mul
            local.get 33
            local.get 47
            local.get 11
            local.get 6
            i32.add
            v128.load offset=72 align=8
            f64x2.sub
            f64x2.mul
            f64x2.sub
            ;; v_0
            f64x2.mul
            v128.store offset=48 align=8
            local.get 14
            local.get 28
            local.get 52
            f64x2.mul
            f64x2.add
            local.set 14
            local.get 14
            local.get 39
            local.get 52
            f64x2.mul
            f64x2.add
            local.set 14
            local.get 14
            local.get 45
            local.get 52
            f64x2.mul
            f64x2.add
            local.set 14
            local.get 14
            local.get 50
            local.get 52
            f64x2.mul
            f64x2.add
            local.set 14
            local.get 14
            local.get 52
            local.get 19
            local.get 6
            i32.add
            v128.load offset=16 align=8
            f64x2.mul
            f64x2.add
            local.set 14
            local.get 14
            local.get 52
            local.get 19
            local.get 6
            i32.add
            v128.load offset=32 align=8
            f64x2.mul
            f64x2.add
            local.set 14
            local.get 14
            local.get 52
            local.get 19
            local.get 6
            i32.add
            v128.load offset=48 align=8
            f64x2.mul
            f64x2.add
            local.set 14
            local.get 14
            local.get 52
            local.get 19
            local.get 6
            i32.add
            v128.load offset=64 align=8
            f64x2.mul
            f64x2.add
            local.set 14
            local.get 6
            local.get 7
            i32.lt_s
            br_if 0
          end
        end
        local.get 0
        i32.const 12
        i32.add
        local.set 0
        local.get 0
        local.get 1
        i32.lt_u
        br_if 0
      end
    end
    local.get 15
    local.get 14
    f64x2.extract_lane 0
    local.get 14
    f64x2.extract_lane 1
    f64.add
    f64.add
    f64.const 0
    f64.ne
    if
      i32.const 32
      i32.const 1
      i32.store offset=0 align=4
    end
  )
  (func (export "look") (param i32 i32) (local i32 f64 v128 v128 v128 v128)
    local.get 1
    local.get 1
    local.get 0
    i32.sub
    i32.const 63
    i32.and
    i32.sub
    local.set 2
    local.get 0
    local.get 2
    i32.lt_u
    if
      loop
        local.get 4
        v128.const f64x2 0 0
        local.get 0
        v128.load offset=0 align=8
        f64x2.mul
        f64x2.add
        local.set 4
        local.get 5
        v128.const f64x2 0 0
        local.get 0
        v128.load offset=16 align=8
        f64x2.mul
        f64x2.add
        local.set 5
        local.get 6
        v128.const f64x2 0 0
        local.get 0
        v128.load offset=32 align=8
        f64x2.mul
        f64x2.add
        local.set 6
        local.get 7
        v128.const f64x2 0 0
        local.get 0
        v128.load offset=48 align=8
        f64x2.mul
        f64x2.add
        local.set 7
        local.get 0
        i32.const 64
        i32.add
        local.set 0
        local.get 0
        local.get 2
        i32.lt_u
        br_if 0
      end
    end
    local.get 0
    local.get 1
    i32.lt_u
    if
      loop
        local.get 3
        f64.const 0
        local.get 0
        f64.load offset=0 align=8
        f64.mul
        f64.add
        local.set 3
        local.get 0
        i32.const 8
        i32.add
        local.set 0
        local.get 0
        local.get 1
        i32.lt_u
        br_if 0
      end
    end
    local.get 4
    local.get 5
    f64x2.add
    local.get 6
    f64x2.add
    local.get 7
    f64x2.add
    local.set 4
    local.get 3
    local.get 4
    f64x2.extract_lane 0
    local.get 4
    f64x2.extract_lane 1
    f64.add
    f64.add
    f64.const 0
    f64.ne
    if
      i32.const 32
      i32.const 1
      i32.store offset=0 align=4
    end
  )
)
